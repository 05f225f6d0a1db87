"""Who did what to the themes of a run, and taking it back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Refused
from proposals.themes.actions import undo_edit
from proposals.themes.models import ThemeEdit
from proposals.themes.workbench import history

from .access import analysed_or_refused, run_or_404, theme_or_404
from .workbench import workbench_context


@require_GET
def show_history(request, slug):
    """`/themes/SLUG/history/`: every edit, newest first; `?theme=ID` of one theme, `?run=N` of one run."""
    consultation = analysed_or_refused(request, slug)
    theme_id = _number(request.GET.get("theme"))
    theme = theme_or_404(consultation, theme_id) if theme_id else None
    run = theme.codebook.run if theme else run_or_404(consultation, _number(request.GET.get("run")))
    edits = history.edits_of(
        run, theme=theme, before=_number(request.GET.get("before")), most=history.PAGE + 1
    )
    more = len(edits) > history.PAGE
    context = {
        **workbench_context(request.user, consultation, run),
        "of_theme": theme,
        "edits": [(edit, history.sentence(edit)) for edit in edits[: history.PAGE]],
        "before": edits[history.PAGE - 1].number if more else None,
    }
    return render(request, "themes/history.html", context)


@require_POST
def undo(request, slug, pk):
    """`/themes/SLUG/edits/ID/undo/`: as it was before the edit, or why that cannot be."""
    consultation = analysed_or_refused(request, slug)
    edits = ThemeEdit.objects.filter(run__consultation=consultation).defer("inverse", "run__structure")
    edit = get_object_or_404(edits.select_related("run__consultation", "run__snapshot"), pk=pk)
    try:
        undo_edit(by=request.user, edit=edit)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Undone: %(what)s.") % {"what": history.sentence(edit)})
    if request.POST.get("to") == "workbench":
        return redirect("workbench", slug)
    return redirect("theme_history", slug)


def _number(typed):
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None
