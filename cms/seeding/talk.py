"""What residents, officials and the body's own staff said: proposals, threads, answers, paper and letters."""

import uuid
from collections import defaultdict

from django.utils.translation import override

from consult.text import plain
from proposals.actions.bulk import ImportedSubmission, ImportedText, import_submissions
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.questionnaires import clean_answers, submit_questionnaire
from proposals.enums import Channel, Kind, ParticipantKind, SubmissionKind
from proposals.models import Contribution, Participant

from . import words

NAMESPACE = uuid.UUID("5e3f4d52-6a0f-4c5e-9d0e-2f7f6c1f7a10")
ENTERED = "18:00"  # staff type in at the end of the day what came on paper
GATHERED = "23:30"
GUEST = "dad-of-two"


def client_id_of(key):
    """The request that sent a row: the same in every demonstration, and so is its receipt."""
    return uuid.uuid5(NAMESPACE, key)


def plan_talk(diary, town, slug):
    """Note everything that was said in a consultation; answers nobody will look up are written in bulk."""
    days = defaultdict(list)
    for row in words.rows_of(slug):
        online = row["channel"] == Channel.ONLINE
        if online and (row["kind"] != Kind.ANSWER or _is_looked_up(town, row)):
            diary.note(town.days.moment(row), say, town, slug, row)
        else:
            days[row["day"], GATHERED if online else ENTERED].append(row)
    for (day, time), rows in days.items():
        diary.note(town.days.moment({"day": day, "time": time}), enter, town, slug, rows)


def _is_looked_up(town, row):
    """Answers of the accounts that visitors sign in with, and of one guest whose receipt is shown."""
    return row["participant"] in {*words.whole("consultations")["accounts"].values(), GUEST}


def say(town, slug, row):
    """Send one row online, as its person."""
    send = {"proposal": _propose, "comment": _comment, "answer": _answer}[row["kind"]]
    town.participant(slug, row["participant"])
    with override(row["language"]):
        sent = send(town, slug, row)
    town.texts[row["key"]] = sent.contributions


def _sender(town, slug, row):
    return {
        "by": town.voice(slug, row["participant"]),
        "language": row["language"],
        "client_id": client_id_of(row["key"]),
    }


def _propose(town, slug, row):
    return submit_proposal(
        consultation=town.consultations[slug],
        title=row["title"],
        body=row["body"],
        official=row.get("official", False),
        **_sender(town, slug, row),
    )


def _comment(town, slug, row):
    above = town.text(row["parent"])
    copied = town.text(row["copy_of"]).public_text if "copy_of" in row else ""
    return submit_comment(
        proposal=town.proposal_of(above),
        parent=None if above.kind == Kind.PROPOSAL else above,
        body=town.days.written(row.get("body", copied), row["language"]),
        stance=row["stance"],
        official=row["participant"] in town.users and row["participant"] not in town.people,
        **_sender(town, slug, row),
    )


def _answer(town, slug, row):
    return submit_questionnaire(
        consultation=town.consultations[slug],
        answers=_given(row),
        consent=row["consent"],
        **_sender(town, slug, row),
    )


def _given(row):
    return {**row["open"], **row["closed"], **row["demographic"]}


def enter(town, slug, rows):
    """Write many rows at once: what staff typed in from paper, letters and calls, or a day's answers."""
    consultation = town.consultations[slug]
    questions = list(consultation.questions.in_use())
    import_submissions(
        by=town.users["editor"],
        consultation=consultation,
        submissions=[_entered(town, slug, row, questions) for row in rows],
        read_already=True,
    )
    for row in rows:
        texts = Contribution.objects.filter(
            consultation=consultation, submission__external_id=row["key"]
        ).select_related("participant")
        town.texts[row["key"]] = list(texts.order_by("pk"))


def _entered(town, slug, row, questions):
    proposal = row["kind"] == Kind.PROPOSAL
    texts, choices = ({}, {}) if proposal else clean_answers(questions, _given(row))
    written = [ImportedText(body=text, question=question) for question, text in texts.items()]
    if proposal:
        written = [ImportedText(body=plain(row["body"]), title=row["title"])]
    return ImportedSubmission(
        external_id=row["key"],
        participant=_respondent(town, slug, row),
        received_at=town.days.moment(row),
        kind=SubmissionKind.PROPOSAL if proposal else SubmissionKind.QUESTIONNAIRE,
        contribution_kind=Kind.PROPOSAL if proposal else Kind.ANSWER,
        channel=row["channel"],
        consent=row["consent"],
        language=row["language"],
        texts=written,
        choices=choices,
    )


def _respondent(town, slug, row):
    """Who sent it; somebody without a session is known by the staff who typed them in."""
    key = row["participant"]
    if row["channel"] == Channel.ONLINE:
        return town.participant(slug, key)
    if (slug, key) not in town.participants:
        person = town.people[key]
        speaks_for_many = person["kind"] == ParticipantKind.ORGANISATION
        town.participants[slug, key] = Participant(
            consultation=town.consultations[slug],
            source=row["channel"],
            source_key=key,
            kind=person["kind"],
            organisation=person["name"] if speaks_for_many else "",
            members_represented=person.get("members", 1),
            public_name=person["name"],
            contact_email=f"{key}@example.org" if row["channel"] == Channel.EMAIL else "",
            language=row["language"],
            confirmed=True,
            created_at=town.days.moment(row),
        )
    return town.participants[slug, key]
