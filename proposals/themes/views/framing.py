"""What the team writes around the numbers: scale, limits, early readers, views of few, the plain summary."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consult.errors import Invalid, Refused
from consult.rules import check, refusal
from proposals.themes import actions
from proposals.themes.models import EarlyReader, MinorityView, ReportFrame, Snapshot, Theme
from proposals.themes.report_forms import EarlyReaderForm, FrameForm, MinorityViewForm, SummaryForm

from .access import consultation_or_404, current_run

FIELDS = ["few_below", "some_below", "many_below", "limits", "contact", "nobody_early", "nothing_apart"]


def _frozen(request, slug):
    """(consultation, the snapshot frozen last or None) for whoever helps to release the report."""
    consultation = consultation_or_404(request, slug)
    check("themes.release", request.user, consultation)
    snapshot = Snapshot.objects.frozen_of(consultation)
    if snapshot:
        snapshot.consultation = consultation
    return consultation, snapshot


@require_http_methods(["GET", "POST"])
def show_frame(request, slug):
    """`/themes/SLUG/report/frame/`: a POST saves scale, limits and statements."""
    consultation, snapshot = _frozen(request, slug)
    if request.method == "GET" or snapshot is None:
        return frame_page(request, consultation, snapshot)
    form = FrameForm(request.POST)
    if form.is_valid():
        done = lambda: actions.write_frame(by=request.user, snapshot=snapshot, **form.cleaned_data)  # noqa: E731
        return _save(request, consultation, snapshot, "frame", form, done)
    return frame_page(request, consultation, snapshot, {"frame": form}, 422)


def _save(request, consultation, snapshot, name, form, act):
    """Do it and go back, or show the form again with what is wrong."""
    try:
        act()
    except Invalid as invalid:
        form.add_refusal(invalid)
        return frame_page(request, consultation, snapshot, {name: form}, 422)
    except Refused as refused:
        form.add_error(None, str(refused))
        return frame_page(request, consultation, snapshot, {name: form}, 422)
    messages.success(request, _("Saved."))
    return redirect("frame", consultation.slug)


def frame_page(request, consultation, snapshot, forms=None, status=200):
    themes = _themes(consultation, snapshot)
    refused = refusal("themes.frame", request.user, snapshot) if snapshot else None
    context = {
        "consultation": consultation,
        "snapshot": snapshot,
        "refused": str(refused) if refused else "",
        "themes": themes,
        "readers": snapshot.early_readers.all() if snapshot else [],
        "views": snapshot.minority_views.all() if snapshot else [],
        "forms": {**_forms(snapshot, themes), **(forms or {})},
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/frame.html", context, status=status)


def _forms(snapshot, themes):
    frame = ReportFrame.objects.filter(snapshot=snapshot).first() if snapshot else None
    initial = {name: getattr(frame, name) for name in FIELDS} if frame else None
    return {
        "frame": FrameForm(initial=initial, auto_id="frame_%s"),
        "reader": EarlyReaderForm(auto_id="reader_%s"),
        "view": MinorityViewForm(auto_id="view_%s"),
        "summary": SummaryForm(themes=themes, auto_id="summary_%s"),
    }


def _themes(consultation, snapshot):
    """The confirmed themes of the newest run, when it read what is frozen, each with its sentence."""
    run = current_run(consultation)
    if run is None or snapshot is None or run.snapshot_id != snapshot.pk:
        return []
    themes = list(Theme.objects.of_run(run).confirmed().select_related("codebook__run__snapshot"))
    prefetch_related_objects(themes, "summary_point")
    return themes


@require_POST
def add_reader(request, slug):
    """`…/report/frame/early/`: list somebody who sees the findings early."""
    return _add(request, slug, "reader", EarlyReaderForm, actions.add_early_reader)


@require_POST
def add_view(request, slug):
    """`…/report/frame/views/`: keep a view of few."""
    return _add(request, slug, "view", MinorityViewForm, actions.note_minority_view)


def _add(request, slug, name, form_class, act):
    consultation, snapshot = _frozen(request, slug)
    form = form_class(request.POST, auto_id=f"{name}_%s")
    if snapshot is None or not form.is_valid():
        return frame_page(request, consultation, snapshot, {name: form}, 422)
    done = lambda: act(by=request.user, snapshot=snapshot, **form.cleaned_data)  # noqa: E731
    return _save(request, consultation, snapshot, name, form, done)


@require_POST
def drop_reader(request, slug, pk):
    return _drop(request, slug, EarlyReader, pk)


@require_POST
def drop_view(request, slug, pk):
    return _drop(request, slug, MinorityView, pk)


def _drop(request, slug, model, pk):
    """Take a row out of what is being written; what is frozen in an edition stays."""
    consultation, snapshot = _frozen(request, slug)
    row = get_object_or_404(model, snapshot=snapshot, pk=pk)
    actions.take_out(by=request.user, row=row)
    messages.success(request, _("Taken out."))
    return redirect("frame", consultation.slug)


@require_POST
def write_summary(request, slug):
    """`…/report/frame/summary/`: a plain sentence for each theme."""
    consultation, snapshot = _frozen(request, slug)
    themes = _themes(consultation, snapshot)
    form = SummaryForm(request.POST, themes=themes, auto_id="summary_%s")
    if not form.is_valid():
        return frame_page(request, consultation, snapshot, {"summary": form}, 422)
    sentences = form.sentences()
    try:
        for theme in themes:
            actions.write_summary_point(by=request.user, theme=theme, sentence=sentences[theme.pk])
    except Refused as refused:
        form.add_error(None, str(refused))
        return frame_page(request, consultation, snapshot, {"summary": form}, 422)
    messages.success(request, _("Saved."))
    return redirect("frame", consultation.slug)
