"""What an answer promises, the steps towards it, and the day it is kept."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.clock import now, today
from consult.errors import Invalid
from consult.rules import check
from proposals.themes.models import Commitment, Milestone, OfficialResponse

from .followers import tell_followers_of_promise
from .publishing import tell_everyone
from .responses import UNCHECKED

LONGEST_STEP = 240
LONGEST_NOTE = 2000
PROMISED, KEPT, SLIPPED = "theme_promised", "theme_promise_kept", "theme_promise_slipped"
TASK = "proposals.themes.tasks.tell_of_commitment"


def make_commitment(*, by, response, what, due_on, team="", owner=""):
    """Promise something in an answer, by a date; it stays in public until it is kept.

    `team` and `owner` say who does it: a team, and a person of it by name. Promised after the answer
    was published, it is told to everybody in its theme, by a task of its own.
    Raises Invalid for a promise that stands there already, and for one told now by a day that is over.
    """
    check("themes.respond", by, response)
    what = _checked_what(what, _("Say what you promise."))
    with transaction.atomic():
        response = OfficialResponse.objects.select_for_update().get(pk=response.pk)
        _check_is_new(response, what, due_on)
        commitment = Commitment.objects.create(
            response=response, what=what, due_on=due_on, team=team.strip()[:120], owner=owner.strip()[:120]
        )
        _take_check_back(response)
        log(act="commitment.made", by=by, consultation=response.consultation, target=commitment)
        if response.published_at:
            jobs.enqueue(TASK, commitment.pk, PROMISED)
    return commitment


def _take_check_back(response):
    """A promise belongs to what the second person checks."""
    drafts = OfficialResponse.objects.filter(pk=response.pk, published_at=None)
    drafts.update(**UNCHECKED, version=F("version") + 1)


def tell_of_commitment(*, commitment_id, kind=PROMISED):
    """Queue one notice of a promise made, kept or slipped for each participant in its theme; repeating
    adds none.
    """
    found = Commitment.objects.filter(response__published_at__isnull=False)
    commitment = found.select_related("response__consultation").get(pk=commitment_id)
    people = tell_everyone(commitment.response, kind=kind, target=commitment)
    tell_followers_of_promise(commitment, kind)
    return people


def announce_slips():
    """Say once of each promise whose day has passed that it was not kept; returns how many were found."""
    slipped = Commitment.objects.filter(
        kept_on=None, slip_told_at=None, due_on__lt=today(), response__published_at__isnull=False
    )
    for commitment in list(slipped.select_related("response__consultation")):
        with transaction.atomic():
            claimed = Commitment.objects.filter(pk=commitment.pk, slip_told_at=None, kept_on=None)
            if claimed.update(slip_told_at=now()):
                log(
                    act="commitment.slipped", by=None, consultation=commitment.consultation, target=commitment
                )
                jobs.enqueue(TASK, commitment.pk, SLIPPED)
    return len(slipped)


def keep_commitment(*, by, commitment, kept_on):
    """Say in public that a promise was kept, and on which day; said again, the day is corrected.

    Raises Invalid for a day that has not come.
    """
    check("themes.respond", by, commitment)
    _check_has_come(kept_on=kept_on)
    with transaction.atomic():
        first = commitment.kept_on is None
        commitment.kept_on = kept_on
        commitment.save(update_fields=["kept_on"])
        if first and commitment.response.published_at:
            jobs.enqueue(TASK, commitment.pk, KEPT)
        log(act="commitment.kept", by=by, consultation=commitment.consultation, target=commitment)
    return commitment


def record_milestone(*, by, commitment, what, due_on, reached_on=None, note=""):
    """Add a step towards a promise, reached or still to come.

    Raises Invalid for a step that stands there already, and for one reached on a day that has not come.
    """
    check("themes.respond", by, commitment)
    what = _checked_what(what, _("Say what happened."))
    _check_has_come(reached_on=reached_on)
    _check_note(note)
    if commitment.milestones.filter(what=what, due_on=due_on).exists():
        raise Invalid({"what": [_("This stands there already.")]})
    with transaction.atomic():
        milestone = Milestone.objects.create(
            commitment=commitment, what=what, due_on=due_on, reached_on=reached_on, note=note.strip()
        )
        log(act="milestone.recorded", by=by, consultation=commitment.consultation, target=milestone)
    return milestone


def _check_is_new(response, what, due_on):
    if response.commitments.filter(what=what, due_on=due_on).exists():
        raise Invalid({"what": [_("This stands there already.")]})
    if response.published_at and due_on < today():
        raise Invalid({"due_on": [_("This day is over. Promise something for a day to come.")]})


def _checked_what(what, missing):
    what = " ".join(what.split())
    if not what:
        raise Invalid({"what": [missing]})
    if len(what) > LONGEST_STEP:
        raise Invalid({"what": [_("Keep this to 240 characters or fewer.")]})
    return what


def _check_note(note):
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": [_("Keep this to 2,000 characters or fewer.")]})


def _check_has_come(**days):
    for name, day in days.items():
        if day and day > today():
            raise Invalid({name: [_("This day has not come yet.")]})
