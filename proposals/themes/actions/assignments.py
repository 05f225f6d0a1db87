"""Where a person puts a passage, against or with the software."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.models import Contribution
from proposals.themes.enums import AssignedBy, ThemeState
from proposals.themes.models import ThemeAssignment

from .recounts import recount_after_edit

CERTAIN = 10_000


def move_assignment(*, by, assignment, theme):
    """Put a passage into a theme of the same run, or say that it fits where it is; a person is then sure.

    Raises Refused for a theme of another run or a dismissed one.
    """
    check("themes.edit", by, assignment)
    _check_theme(assignment.run_id, theme)
    before = assignment.theme
    with transaction.atomic():
        _free_place(assignment, theme)
        assignment.theme, assignment.sure, assignment.central_rank = theme, True, None
        assignment.confidence, assignment.assigned_by = CERTAIN, AssignedBy.PERSON
        assignment.user, assignment.assigned_at = by, now()
        assignment.save()
        recount_after_edit(assignment.run, before, theme)
        log(
            act="assignment.moved",
            by=by,
            consultation=assignment.consultation,
            target=assignment,
            details={"from": before.pk, "to": theme.pk},
        )
    return assignment


def _check_theme(run_id, theme):
    if theme.codebook.run_id != run_id:
        raise Refused("other_run", _("This theme belongs to another run."), 409)
    if theme.state == ThemeState.DISMISSED:
        raise Refused("theme_dismissed", _("This theme was dismissed. Choose another one."), 409)


def _free_place(assignment, theme):
    """The same passage may stand in several themes, but in each of them once."""
    ThemeAssignment.objects.filter(
        run_id=assignment.run_id,
        contribution_id=assignment.contribution_id,
        start=assignment.start,
        theme=theme,
    ).exclude(pk=assignment.pk).delete()


def assign_texts(*, by, theme, contributions):
    """Put whole texts into a theme and out of those the software chose: one log entry for the batch.

    Only texts that the run analysed are taken. Returns how many were placed.
    """
    check("themes.edit", by, theme)
    run = theme.codebook.run
    _check_theme(run.pk, theme)
    analysed = ThemeAssignment.objects.filter(run=run, contribution__in=contributions)
    copies = dict(analysed.values_list("contribution_id", "copy"))
    with transaction.atomic():
        moved_from = {a.theme for a in analysed.select_related("theme")}
        analysed.filter(assigned_by=AssignedBy.MACHINE).delete()
        ThemeAssignment.objects.bulk_create(
            [_whole(run, theme, text, by, copies[text.pk]) for text in _in_order(copies)],
            ignore_conflicts=True,
        )
        recount_after_edit(run, theme, *moved_from)
        details = {"to": theme.pk, "count": len(copies)}
        log(act="assignments.made", by=by, consultation=run.consultation, target=theme, details=details)
    return len(copies)


def _in_order(ids):
    return Contribution.objects.filter(pk__in=ids).order_by("pk")


def _whole(run, theme, text, by, copy):
    return ThemeAssignment(
        run=run,
        theme=theme,
        contribution=text,
        start=0,
        end=len(text.public_text),
        score=CERTAIN,
        confidence=CERTAIN,
        copy=copy,
        assigned_by=AssignedBy.PERSON,
        user=by,
        assigned_at=now(),
    )
