"""Reporting a text: one report a person and version, one case a version."""

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consult import receipts
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from consult.text import plain
from moderation.enums import CaseState, Effect, Reason, Source
from moderation.models import Case, Flag
from moderation.screening.brigades import NEW_ACCOUNT
from proposals.events import record

from .cases import make_urgent, open_case, reopen
from .scores import rescore
from .telling import tell_duty, tell_reporter

LONGEST = 1000
OF_CASE = ("consultation", "contribution__participant", "revision")


def flag_contribution(*, by, contribution, reason, text="", rule=None):
    """Report the shown version of a text, with or without an account; returns (flag, is it new).

    The same person reporting the same version again gets the report they made. A report of a version that
    was kept opens its case again only for a reason nobody has named yet; else the answer given stands.
    Without an account a new report has a `receipt`, told only here. Raises Refused for one's own text and
    texts that are not shown, Invalid for a report that says nothing.
    """
    check("moderation.flag", by, contribution)
    text = _clean(reason, text)
    _check_rule(contribution, rule)
    try:
        with transaction.atomic():
            return _flag(by, contribution, reason, text, rule)
    except IntegrityError:  # the same person twice at once: the other request's report stands
        with transaction.atomic():
            return _own_flag(by, contribution.shown_revision.case), False


def _clean(reason, text):
    if reason not in Reason.values:
        raise Invalid({"reason": [_("Choose what is wrong with the text.")]})
    text = plain(text)
    if reason == Reason.OTHER and not text:
        raise Invalid({"text": [_("Say in a few words what is wrong.")]})
    if len(text) > LONGEST:
        raise Invalid({"text": [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST}]})
    return text


def _check_rule(contribution, rule):
    if rule is not None and rule.consultation_id != contribution.consultation_id:
        raise Invalid({"rule": [_("Choose one of the rules of this consultation.")]})


def _flag(by, contribution, reason, text, rule):
    case = open_case(contribution=contribution, revision=contribution.shown_revision, source=Source.REPORT)
    case = Case.objects.select_for_update(of=("self",)).select_related(*OF_CASE).get(pk=case.pk)
    existing = _own_flag(by, case)
    if existing:
        return existing, False
    news = not case.flags.filter(reason=reason).exists()
    flag = _create(by, contribution, case, reason, text, rule)
    rescore(case)
    if _add_to_case(case, reason):
        tell_duty(case)
    log(
        act="case.reported",
        by=by if by.pk else flag.participant,
        consultation=case.consultation,
        target=case,
        details={"flag": flag.pk, "reason": reason},
    )
    _answer(case, flag, news)
    record((case.topic, "case.reported", case.pk))
    return flag, True


def _own_flag(by, case):
    """The report this visitor made of this case; for somebody nothing is known of there is none."""
    participant = _participant(by, case.consultation)
    mine = Q(participant=participant) if participant else Q(pk=None)
    if by.is_authenticated:
        mine |= Q(user=by)
    return case.flags.filter(mine).first()


def _participant(by, consultation):
    return consultation.participants.of(by).first()


def _create(by, contribution, case, reason, text, rule):
    code = "" if by.is_authenticated else receipts.new_code()
    flag = Flag.objects.create(
        receipt_digest=receipts.digest(code) if code else "",
        case=case,
        contribution=contribution,
        revision=case.revision,
        participant=_participant(by, case.consultation),
        user=by if by.is_authenticated else None,
        reason=reason,
        rule=rule,
        text=text,
        weight=accuracy_of(by, _participant(by, case.consultation)),
        is_new_account=_is_new(by),
        language=(get_language() or "en").split("-")[0],
        created_at=now(),
    )
    flag.receipt = code
    return flag


def _add_to_case(case, reason):
    """The count from the rows; the first reason names the case, an urgent one takes its place.

    Returns whether the case has just become urgent.
    """
    case.reports = case.flags.count()
    case.reason = case.reason or reason
    if Source.REPORT not in case.sources:
        case.sources = [*case.sources, Source.REPORT.value]
    case.save(update_fields=["reports", "reason", "sources"])
    return reason in Reason.urgent() and make_urgent(case, reason)


def accuracy_of(by, participant):
    """How often this person's answered reports led to something, in [0, 1], by Laplace's rule of succession.

    Half for somebody of whom nothing is known. It weighs in the order of the queue and hides nothing.
    """
    mine = Q(participant=participant) if participant else Q(pk=None)
    if by.is_authenticated:
        mine |= Q(user=by)
    answered = Flag.objects.filter(mine, case__decisions__undone_at=None).exclude(case__decisions=None)
    answered = answered.exclude(case__decisions__effect=Effect.HOLD)
    numbers = answered.aggregate(
        all=Count("pk", distinct=True),
        right=Count("pk", distinct=True, filter=~Q(case__decisions__effect=Effect.KEEP)),
    )
    return (numbers["right"] + 1) / (numbers["all"] + 2)


def _is_new(by):
    """Without an account, or with one of less than a week."""
    return not by.is_authenticated or by.date_joined > now() - NEW_ACCOUNT


def _answer(case, flag, news):
    """Ended cases: a new reason opens them again, a known one has its answer."""
    if case.state != CaseState.DECIDED:
        return
    if news:
        reopen(case)
    elif case.standing is not None:
        tell_reporter(case.standing, flag)
