"""This is not what I meant: what an author says of a theme, and what an analyst makes of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.actions.notices import notify
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.actions.receipts import give_whole_receipts
from proposals.themes.actions.assignments import CERTAIN, move_assignment
from proposals.themes.actions.recounts import recount_after_edit
from proposals.themes.enums import AssignedBy, CorrectionState
from proposals.themes.models import Correction, Theme, ThemeAssignment, ThemeReport
from proposals.themes.outcomes import themes_by_submission

LONGEST = 1000
ANSWERED = "correction_answered"


def correct_theme(*, participant, submission, from_theme, to_theme=None, words=""):
    """Say that a theme is not what a submission meant; said again before it is answered, it is changed.

    Whoever may speak for the participant has been found by the caller: an account, a guest, a receipt. Raises
    Invalid without a theme and without words, Refused for a submission that does not stand in the theme.
    """
    words = words.strip()
    run = from_theme.codebook.run
    if submission.participant_id != participant.pk or from_theme.pk not in _themes_of(submission, run):
        raise Refused("not_in_theme", _("What you sent does not stand in this theme."), 404)
    _check_what_was_meant(run, from_theme, to_theme, words)
    with transaction.atomic():
        correction, new = Correction.objects.update_or_create(
            submission=submission,
            from_theme=from_theme,
            state=CorrectionState.WAITING,
            defaults={
                "consultation": submission.consultation,
                "to_theme": to_theme,
                "words": words,
                "made_at": now(),
            },
        )
        act = "correction.made" if new else "correction.changed"
        log(act=act, by=participant, consultation=submission.consultation, target=correction)
    return correction


def _themes_of(submission, run):
    return themes_by_submission([run.pk], [submission.pk]).get(submission.pk, [])


def _check_what_was_meant(run, from_theme, to_theme, words):
    if len(words) > LONGEST:
        raise Invalid({"words": [_("Keep this to 1,000 characters or fewer.")]})
    if to_theme is None and not words:
        raise Invalid({"words": [_("Choose the theme you meant, or say in your own words what you meant.")]})
    others = Theme.objects.of_run(run).confirmed().exclude(pk=from_theme.pk)
    if to_theme is not None and not others.filter(pk=to_theme.pk).exists():
        raise Invalid({"theme": [_("Choose one of the other themes.")]})


def accept_corrections(*, by, corrections, theme=None):
    """Move the passages where their authors want them, as this person's act, and tell each author.

    `theme`: where those go that named none. In published findings the passages stay; the authors'
    pages say the
    new theme at once, and the next run takes it up. Returns how many were accepted.
    """
    return _decide(by, corrections, CorrectionState.ACCEPTED, theme=theme)


def decline_corrections(*, by, corrections, reason):
    """Leave the passages where they are, for a reason that each author reads; returns how many were
    declined.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": [_("Say why. The person who asked will read it.")]})
    if len(reason) > LONGEST:
        raise Invalid({"reason": [_("Keep this to 1,000 characters or fewer.")]})
    return _decide(by, corrections, CorrectionState.DECLINED, reason=reason)


def _decide(by, corrections, state, *, theme=None, reason=""):
    decided = 0
    for correction in corrections:
        check("themes.analyse", by, correction)
        target = correction.to_theme or theme
        with transaction.atomic():
            waiting = Correction.objects.waiting().filter(pk=correction.pk)
            if not waiting.update(
                state=state, to_theme=target, reason=reason, decided_at=now(), decided_by=by
            ):
                continue
            decided += 1
            if state == CorrectionState.ACCEPTED and not is_frozen(correction.from_theme.codebook.run_id):
                carry(correction, correction.from_theme, target, by)
            log(act=f"correction.{state}", by=by, consultation=correction.consultation, target=correction)
            _tell(correction)
    return decided


def is_frozen(run_id):
    return ThemeReport.objects.holding().filter(run=run_id).exists()


def carry(correction, from_theme, to_theme, by):
    """Move the passages of one submission from theme to theme of one run, or out of all of them."""
    run = from_theme.codebook.run
    rows = ThemeAssignment.objects.of_people().filter(
        theme=from_theme, contribution__submission=correction.submission_id
    )
    for assignment in rows.select_related("theme", "run__consultation"):
        if to_theme:
            move_assignment(by=by, assignment=assignment, theme=to_theme)
        else:
            _take_out(assignment, by)
    recount_after_edit(run, from_theme)
    Correction.objects.filter(pk=correction.pk).update(carried=True)


def _take_out(assignment, by):
    """In none of these: it keeps the name of its nearest theme and counts in none."""
    assignment.sure, assignment.central_rank, assignment.confidence = False, None, CERTAIN
    assignment.assigned_by, assignment.user, assignment.assigned_at = AssignedBy.PERSON, by, now()
    assignment.save()
    details = {"from": assignment.theme_id, "to": None}
    log(
        act="assignment.moved",
        by=by,
        consultation=assignment.consultation,
        target=assignment,
        details=details,
    )


def carry_corrections(*, run):
    """Take up in a new run what analysts accepted since the findings before were published.

    Themes are found again by their keys; what finds no theme waits for a run that has it. Returns how many.
    """
    waiting = Correction.objects.accepted().filter(consultation=run.consultation_id, carried=False)
    themes = {theme.stable_key: theme for theme in Theme.objects.of_run(run).standing()}
    carried = 0
    for each in waiting.exclude(from_theme__codebook__run=run).select_related("from_theme", "to_theme"):
        old = themes.get(each.from_theme.stable_key)
        new = themes.get(each.to_theme.stable_key) if each.to_theme else None
        if old and (new or each.to_theme is None):
            carried += _carried(each, old, new)
    return carried


def _carried(correction, old, new):
    """Whether it could be carried: the analyst who accepted it may have left the team, and then it waits."""
    try:
        with transaction.atomic():
            carry(correction, old, new, correction.decided_by)
    except Refused:
        return False
    return True


def _tell(correction):
    person = correction.submission.participant
    if not person.user_id:
        give_whole_receipts(participants=[person])
    notify(
        kind=ANSWERED,
        key=f"{ANSWERED}:{correction.pk}",
        user=person.user,
        participant=person,
        consultation=correction.consultation,
        target=correction,
        context={"language": person.language},
    )
