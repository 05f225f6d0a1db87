"""A person's changes to themes and to where passages belong."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import Invalid, Stale
from proposals.themes.actions import add_theme, confirm_theme, dismiss_theme, move_assignment, rename_theme
from proposals.themes.forms import MoveForm, ThemeForm
from proposals.themes.models import ThemeAssignment

from .access import analysed_or_refused, current_run, theme_or_404
from .workbench import workbench_page


@require_POST
def confirm(request, slug, pk):
    """`/themes/SLUG/ID/confirm/`: into the codebook, with the words in the form."""
    return _worded(request, slug, pk, confirm_theme, _("The theme is confirmed."))


@require_POST
def rename(request, slug, pk):
    """`/themes/SLUG/ID/rename/`: another name and definition."""
    return _worded(request, slug, pk, rename_theme, _("The new words are saved."))


def _worded(request, slug, pk, act, said):
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    form = ThemeForm(request.POST, auto_id="theme_%s")
    if form.is_valid():
        try:
            act(by=request.user, theme=theme, **form.cleaned_data)
            messages.success(request, said)
            return redirect("workbench_theme", slug, pk)
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Stale as stale:
            form.add_error(None, str(stale))
    return workbench_page(request, consultation, theme, detail=True, form=form, status=422)


@require_POST
def dismiss(request, slug, pk):
    """`/themes/SLUG/ID/dismiss/`: out of the codebook; its texts go to the unsure pile."""
    consultation = analysed_or_refused(request, slug)
    dismiss_theme(by=request.user, theme=theme_or_404(consultation, pk))
    messages.success(request, _("The theme is dismissed. Texts in no other theme stand under “no theme”."))
    return redirect("workbench", slug)


@require_POST
def add(request, slug):
    """`/themes/SLUG/new/`: a theme the software did not suggest."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    form = ThemeForm(request.POST)
    if run is None or not form.is_valid():
        messages.error(request, _("Give the theme a name."))
        return redirect("workbench", slug)
    words = {key: form.cleaned_data[key] for key in ("name", "definition")}
    theme = add_theme(by=request.user, run=run, **words)
    messages.success(request, _("The theme is added."))
    return redirect("workbench_theme", slug, theme.pk)


@require_POST
def move(request, slug, pk):
    """`/themes/SLUG/passages/ID/`: where a passage belongs."""
    consultation = analysed_or_refused(request, slug)
    rows = ThemeAssignment.objects.filter(run__consultation=consultation)
    assignment = get_object_or_404(rows.select_related("run__consultation", "theme"), pk=pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a theme."))
        return redirect("workbench", slug)
    theme = theme_or_404(consultation, form.cleaned_data["theme"])
    move_assignment(by=request.user, assignment=assignment, theme=theme)
    messages.success(request, _("The passage is in “%(name)s”.") % {"name": theme.name})
    return redirect("workbench_theme", slug, theme.pk)
