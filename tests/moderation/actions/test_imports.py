"""Imported texts: cases as the mode says, alerts, nothing twice, and the same rows as one text at a time."""

import pytest
import time_machine

from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.enums import ModerationMode
from consult.models import LogEntry, Notice
from moderation.actions.decisions import decide_case
from moderation.actions.imports import read_imported
from moderation.models import Case, Screening
from proposals.actions.bulk import ImportedSubmission, ImportedText, import_submissions
from proposals.actions.contributions import submit_proposal
from proposals.enums import Consent, Kind
from proposals.models import Contribution, Participant
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.moderation import moderator_of

pytestmark = pytest.mark.django_db

TEXTS = [
    "Plant more trees along the canal.",
    "Ring me on 01632 960553 about it.",
    "I will kill you for this.",
]


def imported(consultation, texts=TEXTS, start=0, **more):
    items = [
        ImportedSubmission(
            external_id=f"row:{number}",
            participant=Participant(consultation=consultation, source="import", source_key=f"row:{number}"),
            received_at=now(),
            contribution_kind=Kind.PROPOSAL,
            consent=Consent.NAMED,
            texts=[ImportedText(body=text, title=f"Proposal {number}")],
        )
        for number, text in enumerate(texts, start)
    ]
    return import_submissions(by=None, consultation=consultation, submissions=items, **more)


def room(mode):
    consultation = ConsultationFactory(moderation_mode=mode)
    moderator_of(consultation)
    return consultation


def outcome():
    """[(state of the text, sources of its case, reason, urgent)]."""
    rows = Contribution.objects.order_by("pk").values_list(
        "state", "cases__sources", "cases__reason", "cases__urgent"
    )
    return list(rows)


MODES = {
    ModerationMode.BEFORE: [
        ("pending", ["before_showing"], "", False),
        ("pending", ["before_showing"], "", False),
        ("pending", ["before_showing"], "threat", True),
    ],
    ModerationMode.AFTER: [
        ("visible", ["after_showing"], "", False),
        ("visible", ["after_showing", "screening"], "", False),
        ("visible", ["after_showing", "screening"], "threat", True),
    ],
    ModerationMode.ON_REPORT: [
        ("visible", None, None, None),
        ("visible", ["screening"], "", False),
        ("visible", ["screening"], "threat", True),
    ],
}


@pytest.mark.parametrize("mode", MODES)
def test_imported_texts_go_the_way_of_the_consultation(mode):
    assert imported(room(mode)) == 3
    assert outcome() == MODES[mode]
    assert Screening.objects.count() == 3
    assert Notice.objects.filter(kind="moderation.urgent").count() == 1


@pytest.mark.parametrize("mode", MODES)
def test_import_leaves_the_same_cases_as_one_text_at_a_time(mode):
    names = ["state", "source", "sources", "reason", "urgent", "score", "due_at", "reports", "version"]
    with time_machine.travel(now(), tick=False):
        one = room(mode)
        for number, text in enumerate(TEXTS):
            person = UserFactory()
            submit_proposal(by=person, consultation=one, title=f"Proposal {number}", body=text)
        many = room(mode)
        imported(many)
    rows = [list(Case.objects.filter(consultation=c).order_by("pk").values(*names)) for c in (one, many)]
    texts = ["state", "title", "public_text", "body_html", "revisions__state"]
    words = [
        list(Contribution.objects.filter(consultation=c).order_by("pk").values(*texts)) for c in (one, many)
    ]
    assert rows[0] == rows[1]
    assert words[0] == words[1]


def test_imported_text_that_waits_is_shown_when_it_is_kept():
    consultation = room(ModerationMode.BEFORE)
    imported(consultation, TEXTS[:1])
    assert list(Contribution.objects.visible_to(UserFactory())) == []
    case = Case.objects.select_related("consultation", "contribution", "revision").get()
    decide_case(by=moderator_of(consultation), case=case, version=1, effect="keep")
    text = Contribution.objects.get()
    assert (text.state, text.title, text.public_text) == ("visible", "Proposal 0", TEXTS[0])
    send_due_notices()


def test_what_people_have_read_already_opens_no_case_and_the_log_says_so():
    consultation = room(ModerationMode.AFTER)
    imported(consultation, read_already=True)
    assert (Case.objects.count(), Screening.objects.count()) == (0, 0)
    entry = LogEntry.objects.get(act="submissions.imported")
    assert (entry.details["count"], entry.details["read_already"]) == (3, True)


def test_import_cut_off_before_its_cases_is_taken_up_again_and_nothing_is_opened_twice():
    consultation = room(ModerationMode.AFTER)
    imported(consultation, read_already=True)  # as when the process died after the rows
    assert imported(consultation) == 0
    assert Case.objects.count() == 3
    assert imported(consultation) == 0
    assert (Case.objects.count(), LogEntry.objects.filter(act="cases.imported").count()) == (3, 1)


def test_number_of_queries_does_not_grow_with_the_texts(django_assert_max_num_queries):
    consultation = room(ModerationMode.AFTER)
    imported(consultation, [f"Tree number {n}." for n in range(60)], read_already=True)
    with django_assert_max_num_queries(60):
        assert read_imported(consultation=consultation, external_ids=[f"row:{n}" for n in range(60)]) == 60
