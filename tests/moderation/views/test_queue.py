"""The queue: what waits, oldest first, in pages, at a price that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now
from moderation.enums import CaseState, Reason
from moderation.queue import PAGE
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory
from tests.factories.moderation import AppealFactory, CaseFactory, FlagFactory, moderator_of
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db

URL = reverse("moderation")


@pytest.fixture
def consultation():
    return ConsultationFactory()


@pytest.fixture
def moderator(consultation, client):
    user = moderator_of(consultation)
    client.force_login(user)
    return user


def case_in(consultation, minutes=1, **fields):
    author = ParticipantFactory(consultation=consultation)
    root = ProposalFactory(author=author)
    opened = now() - timedelta(minutes=minutes)
    return CaseFactory(contribution=CommentFactory(root=root), opened_at=opened, **fields)


def listed(client, query=""):
    return [case.pk for case in client.get(URL + query).context["cases"]]


def test_anonymous_signs_in_and_residents_are_refused(client):
    assert client.get(URL).url.startswith("/accounts/login/")
    client.force_login(UserFactory())
    assert client.get(URL).status_code == 403


def test_queue_covers_all_consultations_one_moderates_oldest_first(client, consultation, moderator):
    other = MembershipFactory(user=moderator).consultation
    young, old = case_in(consultation, minutes=5), case_in(other, minutes=50)
    case_in(ConsultationFactory(), minutes=500)
    assert listed(client) == [old.pk, young.pk]
    assert listed(client, f"?in={consultation.slug}") == [young.pk]


def test_views_narrow_the_list(client, consultation, moderator):
    plain = case_in(consultation, minutes=9)
    urgent = case_in(consultation, minutes=8, urgent=True, reason=Reason.THREAT)
    mine = case_in(consultation, minutes=7, held_by=moderator, held_until=now() + timedelta(minutes=5))
    waiting = CaseFactory(
        contribution=CommentFactory(root=plain.contribution.root, state="pending"), source="before_showing"
    )
    appealed = AppealFactory(decision__case=case_in(consultation, minutes=6, state=CaseState.APPEALED))
    ended = case_in(consultation, state=CaseState.DECIDED, closed_at=now())
    views = {view: listed(client, f"?view={view}") for view in ("urgent", "mine", "held", "appeals", "ended")}
    assert views == {
        "urgent": [urgent.pk],
        "mine": [mine.pk],
        "held": [waiting.pk],
        "appeals": [appealed.decision.case_id],
        "ended": [ended.pk],
    }
    counts = client.get(URL).context["counts"]
    assert counts == {"all": 5, "urgent": 1, "mine": 1, "held": 1, "second": 0, "appeals": 1, "late": 0}
    assert listed(client, "?view=nonsense") == listed(client)


def test_late_cases_are_counted_and_marked(client, consultation, moderator):
    case_in(consultation, minutes=301)
    page = client.get(URL)
    assert page.context["counts"]["late"] == 1
    assert "Late, waited" in page.content.decode()


def test_sensitive_text_is_not_shown_in_the_list(client, consultation, moderator):
    case = case_in(consultation, reason=Reason.THREAT)
    body = case.revision.body
    assert body not in client.get(URL).content.decode()
    assert body in client.get(case.get_absolute_url()).content.decode()


def test_author_has_no_name_before_the_decision(client, consultation, moderator):
    case = case_in(consultation)
    name = case.contribution.participant.public_name
    assert name not in client.get(case.get_absolute_url()).content.decode()
    case.state, case.closed_at = CaseState.DECIDED, now()
    case.save()
    assert name in client.get(case.get_absolute_url()).content.decode()


def test_pages_follow_by_key_without_gap_or_double(client, consultation, moderator):
    same = now() - timedelta(minutes=30)
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    cases = [
        CaseFactory(contribution=CommentFactory(root=root), opened_at=same) for _n in range(PAGE * 2 + 3)
    ]
    seen, query = [], ""
    while True:
        page = client.get(URL + query)
        seen += [case.pk for case in page.context["cases"]]
        query = page.context["next_url"]
        if not query:
            break
    assert seen == [case.pk for case in cases]


@pytest.mark.parametrize("key", ["x", "-", "1-x", "9" * 40 + "-1", "-1-1", "0-0", "é-2"])
def test_unknown_keys_do_no_harm(client, consultation, moderator, key):
    case_in(consultation)
    assert client.get(URL, {"after": key}).status_code == 200


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def of_every_kind(consultation):
    FlagFactory(case=case_in(consultation))
    answer = OpenAnswerFactory(consultation_of=consultation)
    CaseFactory(contribution=answer)
    AppealFactory(decision__case=case_in(consultation, state=CaseState.APPEALED))


def test_queue_costs_the_same_at_one_and_many_cases(client, consultation, moderator):
    of_every_kind(consultation)
    client.get(URL)
    few = queries(client, URL)
    for _each in range(8):
        of_every_kind(consultation)
    assert queries(client, URL) == few
    assert few <= 15


def test_case_page_costs_the_same_at_one_and_many_cases(client, consultation, moderator):
    case = case_in(consultation)
    FlagFactory(case=case)
    client.get(case.get_absolute_url())
    few = queries(client, case.get_absolute_url())
    for _each in range(5):
        FlagFactory(case=case)
        of_every_kind(consultation)
    assert queries(client, case.get_absolute_url()) == few
    assert few <= 25
