"""What readers reported and moderators decided, with one appeal that succeeded."""

from datetime import timedelta

from django.utils.translation import override

from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.cases import claim_case
from moderation.actions.decisions import decide_case
from moderation.actions.edit_requests import close_edit_requests
from moderation.actions.flags import flag_contribution
from moderation.enums import Outcome
from moderation.models import Case

from . import words

READING = timedelta(minutes=4)
OUTCOMES = {"restored": Outcome.REVERSED}


def plan_moderation(diary, town):
    """Note every report, decision and appeal, and the moment at which a text was not changed in time."""
    told = words.whole("moderation")
    at = town.days.moment
    for flag in told["flags"]:
        diary.note(at(flag), report, town, told["consultation"], flag)
    for decision in told["decisions"]:
        diary.note(at(decision) - READING, take, town, decision)
        diary.note(at(decision), decide, town, told["consultation"], decision)
        diary.note(at(decision) + timedelta(hours=25), close_edit_requests)
        if "appeal" in decision:
            appeal = decision["appeal"]
            diary.note(at(appeal), object_to, town, decision)
            diary.note(at(appeal["decided"]), judge, town, decision)


def report(town, slug, flag):
    reporter = town.participant(slug, flag["by"])
    with override(reporter.language):
        flag_contribution(
            by=town.voice(slug, flag["by"]),
            contribution=_fresh(town, flag["contribution"]),
            reason=flag["reason"],
            text=flag["note"],
        )


def _fresh(town, key):
    text = town.text(key)
    text.refresh_from_db()
    return text


def _case(town, key):
    return Case.objects.select_related("consultation", "contribution", "revision").get(
        contribution=town.text(key)
    )


def take(town, decision):
    claim_case(case=_case(town, decision["contribution"]), by=town.users[decision["by"]])


def decide(town, slug, decision):
    case = _case(town, decision["contribution"])
    rules = {rule.number: rule for rule in town.consultations[slug].house_rules.in_use()}
    decide_case(
        by=town.users[decision["by"]],
        case=case,
        version=case.version,
        effect=decision["outcome"],
        rule=rules.get(decision["rule"]),
        facts=decision["facts"],
        passages=[decision["redact"]] if "redact" in decision else (),
    )


def object_to(town, decision):
    appeal = decision["appeal"]
    case = _case(town, decision["contribution"])
    appeal_decision(
        by=town.voice(case.consultation.slug, appeal["by"]), decision=case.standing, text=appeal["text"]
    )


def judge(town, decision):
    appeal = decision["appeal"]
    case = _case(town, decision["contribution"])
    decide_appeal(
        by=town.users[appeal["decided_by"]],
        appeal=case.standing.appeal,
        outcome=OUTCOMES[appeal["outcome"]],
        reasons=appeal["facts"],
        version=case.version,
    )
