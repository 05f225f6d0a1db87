"""What waits for moderators today: new texts of every kind, reports, a new version, an appeal, a question."""

from datetime import timedelta

from cms.models import ConsultationPage
from consult.models import Consultation
from moderation.actions.appeals import appeal_decision
from moderation.actions.cases import claim_case, open_case_on_newer
from moderation.actions.decisions import decide_case
from moderation.actions.reason_templates import write_template
from moderation.actions.second_readings import ask_second_reader
from moderation.models import Case
from proposals.actions.edits import edit_contribution
from proposals.models import Contribution

from . import words
from .moderation import report
from .pages import publish_again
from .talk import say

SWEEPS = ["12:30", "19:30"]


def plan_queue(diary, town):
    """Note what came in today, after the days on which moderators read whatever software had noticed."""
    told = words.whole("queue")
    at = town.days.moment
    for day in range(-19, 0):
        for time in SWEEPS:
            diary.note(at({"day": day, "time": time}), read_unreported, town)
    diary.note(at(told["read_after"]) - timedelta(minutes=20), read_unreported, town)
    diary.note(at(told["read_after"]), read_new_texts, town, told["read_after"])
    for template in told["templates"]:
        diary.note(at(told["read_after"]), write_reason, town, template)
    for row in told["texts"]:
        diary.note(at(row), say, town, row["consultation"], row)
    for flag in told["flags"]:
        diary.note(at(flag), report, town, "low-traffic-streets", flag)
    _plan_single(diary, town, told)


def _plan_single(diary, town, told):
    at, edit = town.days.moment, told["edit"]
    asked, edited = (at({"hours_ago": edit[f"{when}_hours_ago"]}) for when in ("asked", "edited"))
    diary.note(asked, ask_to_edit, town, edit)
    diary.note(edited, send_new_version, town, edit)
    diary.note(at(told["appeal"]), object_to_hiding, town, told["appeal"])
    diary.note(at(told["second"]), ask_another, town, told["second"])


def read_new_texts(town, told):
    """From today on every new text is read: the editor says so on the page, and the history tells."""
    page = ConsultationPage.objects.get(slug=told["consultation"], locale__language_code="en")
    page.moderation_mode = told["moderation"]
    publish_again(town, page)
    _fetch_again(town, told["consultation"])


def _fetch_again(town, slug):
    """What the town remembers of a consultation still goes by its old way of moderation."""
    town.consultations[slug] = Consultation.objects.get(slug=slug)
    found = Contribution.objects.in_bulk([text.pk for texts in town.texts.values() for text in texts])
    for key, texts in town.texts.items():
        town.texts[key] = [found[text.pk] for text in texts]


def read_unreported(town):
    """Keep what nobody reported: software had noticed it, or it waited to be shown."""
    reader = town.users["moderator2"]
    planned = {each.pk for key in _decided() for each in town.texts.get(key, [])}
    for case in Case.objects.waiting().filter(reports=0).select_related("consultation", "contribution"):
        if case.contribution_id not in planned and _moderates(reader, case):
            decide_case(by=reader, case=case, version=case.version, effect="keep")


def _decided():
    """Texts that have a story of their own."""
    return {each["contribution"] for each in words.whole("moderation")["decisions"]}


def _moderates(reader, case):
    mine = reader.memberships.current().filter(consultation=case.consultation, role="moderator")
    return mine.exists() and case.contribution.participant.user_id != reader.pk


def _case(town, key):
    cases = Case.objects.select_related("consultation", "contribution", "revision")
    return cases.filter(contribution=town.text(key)).order_by("pk").last()


def _rule(case, number):
    return case.consultation.house_rules.in_use().get(number=number)


def write_reason(town, template):
    consultation = town.consultations["low-traffic-streets"]
    write_template(
        by=town.users["moderator"],
        consultation=consultation,
        name=template["name"],
        text=template["text"],
        rule=consultation.house_rules.in_use().get(number=template["rule"]),
    )


def ask_to_edit(town, edit):
    case = _case(town, edit["contribution"])
    decide_case(
        by=town.users[edit["by"]],
        case=case,
        version=case.version,
        effect="ask_to_edit",
        rule=_rule(case, edit["rule"]),
        facts=edit["facts"],
    )


def send_new_version(town, edit):
    """The author changes the text, and who asked for it turns to the new version."""
    case = _case(town, edit["contribution"])
    author = case.contribution.participant
    contribution = case.contribution
    contribution.refresh_from_db()
    edit_contribution(by=author.user, contribution=contribution, body=edit["body"])
    open_case_on_newer(case=case, by=town.users[edit["by"]])


def object_to_hiding(town, appeal):
    case = _case(town, appeal["contribution"])
    author = next(row["participant"] for row in _rows() if row["key"] == appeal["contribution"])
    voice = town.voice(case.consultation.slug, author)
    appeal_decision(by=voice, decision=case.standing, text=appeal["text"])


def _rows():
    return words.rows_of("low-traffic-streets")


def ask_another(town, second):
    case, reader = _case(town, second["contribution"]), town.users[second["by"]]
    claim_case(case=case, by=reader)
    ask_second_reader(by=reader, case=case, question=second["question"])
