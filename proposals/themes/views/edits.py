"""A person's changes to one theme, and where one passage belongs: each form has an address of its own."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consult.errors import Invalid, Refused, Stale
from proposals.themes.actions import (
    add_second_theme,
    add_theme,
    confirm_theme,
    dismiss_theme,
    hide_quote,
    move_assignment,
    read_contrasts,
    rename_theme,
    restore_theme,
    show_quote,
    take_out_passages,
)
from proposals.themes.models import ThemeAssignment
from proposals.themes.workbench import history
from proposals.themes.workbench.forms import (
    MoveForm,
    NewThemeForm,
    ReasonForm,
    SeenForm,
    ThemeForm,
    renewed,
)

from .access import analysed_or_refused, current_run, theme_or_404
from .workbench import workbench_page


@require_POST
def confirm(request, slug, pk):
    """`/themes/SLUG/ID/confirm/`: into the codebook, with the words in the form."""
    return _worded(request, slug, pk, confirm_theme, _("The theme is confirmed."))


@require_POST
def rename(request, slug, pk):
    """`/themes/SLUG/ID/rename/`: another name and another meaning."""
    return _worded(request, slug, pk, rename_theme, _("The new words are saved."))


def _worded(request, slug, pk, act, said):
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    form, stale, status = ThemeForm(request.POST, auto_id="theme_%s"), None, 422
    if form.is_valid():
        try:
            act(by=request.user, theme=theme, **form.cleaned_data)
            messages.success(request, said)
            return redirect("workbench_theme", slug, pk)
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Stale:
            stale, status = history.edits_on_theme(theme, form.cleaned_data["version"]), 409
            form = renewed(form, version=theme.version)
    return workbench_page(request, consultation, theme, detail=True, form=form, stale=stale, status=status)


@require_POST
def dismiss(request, slug, pk):
    """`/themes/SLUG/ID/dismiss/`: out of the codebook; its texts go to the unsure pile."""
    consultation = analysed_or_refused(request, slug)
    theme, version = theme_or_404(consultation, pk), _number(request.POST.get("version"))
    try:
        dismiss_theme(by=request.user, theme=theme, version=version)
    except Stale:
        stale = history.edits_on_theme(theme, version)
        return workbench_page(request, consultation, theme, detail=True, stale=stale, status=409)
    messages.success(request, _("The theme is dismissed. Texts in no other theme stand under “no theme”."))
    return redirect("workbench", slug)


@require_POST
def restore(request, slug, pk):
    """`/themes/SLUG/ID/restore/`: a dismissed theme comes back as a suggestion."""
    consultation = analysed_or_refused(request, slug)
    restore_theme(by=request.user, theme=theme_or_404(consultation, pk))
    messages.success(request, _("The theme is back among the suggestions."))
    return redirect("workbench_theme", slug, pk)


@require_POST
def add(request, slug):
    """`/themes/SLUG/new/`: a theme the software did not suggest."""
    consultation = analysed_or_refused(request, slug)
    run, form = current_run(consultation), NewThemeForm(request.POST)
    if run is None or not form.is_valid():
        messages.error(request, _("Give the theme a name."))
        return redirect("workbench", slug)
    theme = add_theme(by=request.user, run=run, **form.cleaned_data)
    messages.success(request, _("The theme is added."))
    return redirect("workbench_theme", slug, theme.pk)


def _passage_or_404(consultation, pk):
    rows = ThemeAssignment.objects.filter(run__consultation=consultation)
    return get_object_or_404(rows.select_related("run__consultation", "run__snapshot", "theme"), pk=pk)


@require_POST
def move(request, slug, pk):
    """`/themes/SLUG/passages/ID/`: where a passage belongs; `both` leaves it where it is as well."""
    consultation = analysed_or_refused(request, slug)
    passage, form = _passage_or_404(consultation, pk), MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a theme."))
        return _back(request, "workbench", slug)
    theme = theme_or_404(consultation, form.cleaned_data["theme"])
    seen = form.cleaned_data["seen"]
    try:
        if "both" in request.POST and theme.pk != passage.theme_id:
            add_second_theme(by=request.user, passages=[passage], theme=theme, seen=seen)
            said = _("The passage is in “%(name)s” as well.")
        else:
            move_assignment(by=request.user, assignment=passage, theme=theme, seen=seen)
            said = _("The passage is in “%(name)s”.")
    except Stale:
        messages.error(request, _PLACED_MEANWHILE)
    else:
        messages.success(request, said % {"name": theme.name})
    return _back(request, "workbench_theme", slug, theme.pk)


_PLACED_MEANWHILE = gettext_lazy(
    "Somebody placed this passage meanwhile. Look where it is now, then place it again."
)


@require_POST
def out(request, slug, pk):
    """`/themes/SLUG/passages/ID/out/`: the passage does not belong in its theme."""
    consultation = analysed_or_refused(request, slug)
    passage, form = _passage_or_404(consultation, pk), SeenForm(request.POST)
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else None
        take_out_passages(by=request.user, passages=[passage], seen=seen)
    except Stale:
        messages.error(request, _PLACED_MEANWHILE)
    else:
        messages.success(request, _("The passage is out of “%(name)s”.") % {"name": passage.theme.name})
    return _back(request, "workbench_theme", slug, passage.theme_id)


@require_POST
def quote(request, slug, pk):
    """`/themes/SLUG/passages/ID/quote/`: hide a quote from the report, or bring it back."""
    consultation = analysed_or_refused(request, slug)
    passage = _passage_or_404(consultation, pk)
    if passage.quote_hidden:
        show_quote(by=request.user, assignment=passage)
        messages.success(request, _("The quote may be printed again."))
        return _back(request, "workbench_theme", slug, passage.theme_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        hide_quote(by=request.user, assignment=passage, reason=form.cleaned_data["reason"])
        messages.success(request, _("The quote is hidden. It counts as before."))
    else:
        messages.error(request, _("Say why the quote is hidden. The report’s method log shows it."))
    return _back(request, "workbench_theme", slug, passage.theme_id)


@require_POST
def read(request, slug, pk):
    """`/themes/SLUG/ID/contrasts/`: this person has read what says otherwise than the theme does."""
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    try:
        read_contrasts(by=request.user, theme=theme, seen=request.POST.get("seen", ""))
    except Stale:
        messages.error(
            request, _("The contrasting quotes changed meanwhile. Read those that stand here now.")
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("You have read the contrasting quotes of “%(name)s”.") % {"name": theme.name}
        )
    return HttpResponseRedirect(reverse("workbench_theme", args=[slug, pk]) + "#contrasts")


def _back(request, name, *args):
    """To the list somebody came from, filters and all; to the theme when the form does not say."""
    came_from = request.POST.get("back", "")
    root = reverse("workbench", args=[args[0]])
    if came_from.startswith(root) and url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        return HttpResponseRedirect(came_from)
    return redirect(name, *args)


def _number(typed):
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
