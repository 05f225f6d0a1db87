"""What two analysts have made so far of the themes of the open consultation, with an edit taken back."""

from proposals.themes import actions
from proposals.themes.models import Theme, ThemeAssignment, ThemeRun

from . import words


def work_on_themes(town, slug):
    """Merge, group, rename, hide a quote, and undo a second thought: the history shows all of it."""
    told = words.whole("streets_workbench")
    run = ThemeRun.objects.done().filter(consultation=town.consultations[slug]).first()
    analyst, colleague = town.users["analyst"], town.users["analyst2"]
    one, other = _two_alike(run, told["merge"]["words"])
    actions.merge_themes(by=analyst, theme=one, into=other, reason=told["merge"]["reason"])
    actions.cut_themes(by=analyst, run=run, n_groups=told["groups"], reason=told["grouped_because"])
    largest = Theme.objects.of_run(run).standing().filter(parent=None).order_by("-submissions", "pk").first()
    actions.rename_theme(by=colleague, theme=largest, name=told["renamed"])
    actions.rename_theme(by=analyst, theme=largest, name=told["undone"])
    actions.undo_edit(by=colleague, edit=run.edits.first())
    quote = ThemeAssignment.objects.counted().filter(run=run, central_rank=4).order_by("pk").first()
    if quote:
        actions.hide_quote(by=colleague, assignment=quote, reason=told["hidden"])


def _two_alike(run, marks):
    """The largest themes that one of these words marks each; the two smallest where there are none."""
    themes = list(Theme.objects.of_run(run).standing().order_by("-submissions", "pk"))
    found = []
    for mark in marks:
        found += [t for t in themes if mark in " ".join([t.name, *t.keywords]).lower() and t not in found][:1]
    return found if len(found) == len(marks) else themes[-2:]
