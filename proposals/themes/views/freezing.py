"""The closing list, and the act that freezes everything received."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Invalid, Refused
from consult.rules import check, refusal
from proposals.closing import closing_list, words_of
from proposals.themes.actions import accept_closing_line
from proposals.themes.actions.freezing import accepted_lines
from proposals.themes.enums import UndertakingKind
from proposals.themes.models import Snapshot
from proposals.themes.report_forms import AcceptForm

from .access import consultation_or_404, current_run
from .undertakings import begin, undertaking_of


def _releasing(request, slug):
    consultation = consultation_or_404(request, slug)
    check("themes.release", request.user, consultation)
    return consultation


@require_GET
def show_closing(request, slug):
    """`/themes/SLUG/freeze/`: what is still open, what was frozen."""
    return closing_page(request, _releasing(request, slug))


def closing_page(request, consultation, *, asked=(), typed=None, status=200):
    """The list; `typed` = {code: form} of what somebody just sent."""
    frozen = Snapshot.objects.frozen_of(consultation)
    run = current_run(consultation)
    refused = refusal("themes.freeze", request.user, consultation)
    context = {
        "consultation": consultation,
        "lines": list(_lines(consultation, typed or {})),
        "accepting": refusal("themes.accept", request.user, consultation) is None,
        "refused": str(refused) if refused else "",
        "frozen": frozen,
        "left_open": [(words_of(line.code, line.number), line) for line in _kept(frozen)],
        "needs_run": bool(frozen) and (run is None or run.snapshot_id != frozen.pk),
        "asked": asked,
        "undertaking": undertaking_of(consultation, UndertakingKind.RECEIVED),
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/closing.html", context, status=status)


def _kept(frozen):
    return frozen.closing_lines.select_related("accepted_by") if frozen else []


def _lines(consultation, typed):
    """Each line with what was accepted on it, whether that still holds, and the form to accept it by."""
    accepted = accepted_lines(consultation)
    for line in closing_list(consultation):
        kept = accepted.get(line.code)
        yield {
            "line": line,
            "accepted": kept,
            "holds": kept is not None and kept.number >= line.number,
            "form": typed.get(line.code) or AcceptForm(auto_id=f"{line.code}_%s"),
        }


@require_POST
def accept(request, slug, code):
    """`/themes/SLUG/freeze/CODE/`: leave one line open, with a reason."""
    consultation = _releasing(request, slug)
    if code not in {line.code for line in closing_list(consultation)}:
        raise Http404
    form = AcceptForm(request.POST, auto_id=f"{code}_%s")
    if not form.is_valid():
        return closing_page(request, consultation, typed={code: form}, status=422)
    try:
        accept_closing_line(by=request.user, consultation=consultation, code=code, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return closing_page(request, consultation, typed={code: form}, status=422)
    messages.success(request, _("Accepted. The report will say so, with your reason."))
    return redirect("closing", slug)


@require_POST
def freeze(request, slug):
    """`/themes/SLUG/freeze/now/`: freeze everything received."""
    consultation = _releasing(request, slug)
    try:
        return begin(request, consultation, UndertakingKind.RECEIVED)
    except Invalid as invalid:
        return closing_page(request, consultation, asked=invalid.fields[""], status=422)
    except Refused as refused:
        return closing_page(request, consultation, asked=[str(refused)], status=422)
