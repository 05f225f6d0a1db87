"""What an answer promises, the steps towards it, and the day it is kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.clock import today
from consult.errors import Invalid
from consult.rules import check
from proposals.themes.models import Commitment, Milestone, OfficialResponse

from .responses import tell_everyone

LONGEST_STEP = 240
LONGEST_NOTE = 2000
PROMISED = "theme_promised"
TASK = "proposals.themes.tasks.tell_of_commitment"


def make_commitment(*, by, response, what, due_on, team=""):
    """Promise something in an answer, by a date; it stays in public until it is kept.

    Promised after the answer was published, it is told to everybody in its theme, by a task of its own.
    Raises Invalid for a promise that stands there already, and for one told now by a day that is over.
    """
    check("themes.respond", by, response)
    what = _checked_what(what, _("Say what you promise."))
    with transaction.atomic():
        response = OfficialResponse.objects.select_for_update().get(pk=response.pk)
        _check_is_new(response, what, due_on)
        commitment = Commitment.objects.create(
            response=response, what=what, due_on=due_on, team=team.strip()[:120]
        )
        log(act="commitment.made", by=by, consultation=response.consultation, target=commitment)
        if response.published_at:
            jobs.enqueue(TASK, commitment.pk)
    return commitment


def tell_of_commitment(*, commitment_id):
    """Queue one notice of a promise for each participant in its theme; repeating adds none."""
    found = Commitment.objects.filter(response__published_at__isnull=False)
    commitment = found.select_related("response__consultation").get(pk=commitment_id)
    return tell_everyone(commitment.response, kind=PROMISED, target=commitment)


def keep_commitment(*, by, commitment, kept_on):
    """Say in public that a promise was kept, and on which day; said again, the day is corrected.

    Raises Invalid for a day that has not come.
    """
    check("themes.respond", by, commitment)
    _check_has_come(kept_on=kept_on)
    with transaction.atomic():
        commitment.kept_on = kept_on
        commitment.save(update_fields=["kept_on"])
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
