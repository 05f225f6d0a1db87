"""Asking another moderator to read a case before it is decided, and saying what one thinks of it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from consult.text import plain
from moderation.models import SecondReading
from moderation.rules import second_readers_of
from proposals.events import record

from .cases import release_case
from .telling import tell_asker, tell_second_readers

LONGEST = 1000


def ask_second_reader(*, by, case, question=""):
    """Give a case back and ask the other moderators of the consultation to read it; they are told at once.

    Refused when there is no other moderator who may, or one was asked already.
    """
    check("moderation.ask_second", by, case)
    question = _short(plain(question), "question")
    if not second_readers_of(case, by).exists():
        raise Refused("nobody_else", _("There is no other moderator here who could read it."), 409)
    try:
        with transaction.atomic():
            reading = SecondReading.objects.create(case=case, asked_by=by, question=question)
            _happened(reading, "case.second_asked", by)
            release_case(case=case, by=by)
            tell_second_readers(reading)
    except IntegrityError:
        raise Refused("asked_already", _("A second reader was asked already."), 409) from None
    return reading


def advise(*, by, reading, advice):
    """Say what one thinks of a case that somebody else asked about; it decides nothing.

    Whoever advises before a decision has had a part in it, and does not decide its appeal.
    """
    check("moderation.advise", by, reading)
    advice = _short(plain(advice), "advice")
    if not advice:
        raise Invalid({"advice": [_("Say what you think of the text.")]})
    with transaction.atomic():
        waiting = SecondReading.objects.filter(pk=reading.pk, read_at=None)
        if not waiting.update(read_by=by, read_at=now(), advice=advice):
            raise Stale(_("Somebody else has just given the second reading."))
        reading.refresh_from_db()
        _happened(reading, "case.second_given", by)
        tell_asker(reading)
    return reading


def _short(text, field):
    if len(text) > LONGEST:
        raise Invalid({field: [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST}]})
    return text


def _happened(reading, act, by):
    case = reading.case
    log(act=act, by=by, consultation=case.consultation, target=case, details={"reading": reading.pk})
    record((case.topic, act, case.pk))
