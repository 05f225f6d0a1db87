"""The queue: what waits, oldest first, in pages, at a price that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.clock import now
from consult.enums import Role
from consult.models import Consultation
from moderation.enums import CaseState, Reason
from moderation.models import Case
from moderation.queue import PAGE
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, MembershipFactory, QuestionFactory
from tests.factories.moderation import (
    AppealFactory,
    CaseFactory,
    DecisionFactory,
    FlagFactory,
    many_cases,
    moderator_of,
)
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
    assert counts == {
        "all": 5,
        "urgent": 1,
        "mine": 1,
        "held": 1,
        "second": 0,
        "likely": 5,
        "appeals": 1,
        "late": 0,
    }
    assert listed(client, "?view=nonsense") == listed(client)


def test_late_cases_are_counted_and_marked(client, consultation, moderator):
    case_in(consultation, minutes=301)
    page = client.get(URL)
    assert page.context["counts"]["late"] == 1
    assert "Late, waited" in page.content.decode()


def test_median_of_the_day_is_that_of_people_and_not_of_what_was_held(client, consultation, moderator):
    at = now()
    for minutes, words in [(40, {}), (1, {"effect": "hold", "until": at + timedelta(hours=4)})]:
        DecisionFactory(case=case_in(consultation, minutes), decided_at=at, **words)
    assert client.get(URL).context["median"] == 40


def test_sensitive_text_is_not_shown_in_the_list(client, consultation, moderator):
    case = case_in(consultation, reason=Reason.THREAT)
    body = case.revision.body
    assert body not in client.get(URL).content.decode()
    page = client.get(case.get_absolute_url()).content.decode()
    folded = page.index("Threat or violence: the text may upset you. Show it.")
    assert page.rindex("<details", 0, folded) < folded < page.index(body) < page.index("</details>", folded)


def test_other_text_is_open_on_its_page(client, consultation, moderator):
    page = client.get(case_in(consultation).get_absolute_url()).content.decode()
    assert "may upset you" not in page


def test_author_has_no_name_before_the_decision(client, consultation, moderator):
    case = case_in(consultation)
    name = case.contribution.participant.public_name
    assert name not in client.get(case.get_absolute_url()).content.decode()
    Consultation.objects.filter(pk=consultation.pk).update(hides_authors=False)
    assert name in client.get(case.get_absolute_url()).content.decode()
    Consultation.objects.filter(pk=consultation.pk).update(hides_authors=True)
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


def texts_of(client, query=""):
    return [(case.revision.body, case.copies) for case in client.get(URL + query).context["cases"]]


def test_same_text_stands_once_and_says_how_many_more_there_are(client, consultation, moderator):
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    many_cases(root, 5, text="Stop the war on cars {n}", copies=3)
    assert texts_of(client) == [("Stop the war on cars 0", 2), ("Stop the war on cars 1", 1)]
    assert client.get(URL).context["counts"]["all"] == 5
    assert "2 more with this text" in client.get(URL).content.decode()


def test_same_text_in_another_consultation_stands_for_itself(client, consultation, moderator):
    other = MembershipFactory(user=moderator).consultation
    for each in (consultation, other):
        many_cases(ProposalFactory(author=ParticipantFactory(consultation=each)), 1, text="Same.")
    assert texts_of(client) == [("Same.", 0), ("Same.", 0)]


def test_text_whose_copy_is_outside_the_view_stays_in_it(client, consultation, moderator):
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    _first, second = many_cases(root, 2, text="Same.")
    Case.objects.filter(pk=second.pk).update(urgent=True)
    assert listed(client, "?view=urgent") == [second.pk]


def test_list_narrows_by_source_kind_and_words(client, consultation, moderator):
    proposal = case_in(consultation, minutes=9).contribution.root
    comment = Case.objects.get()
    own = CaseFactory(
        contribution=proposal, opened_at=now() - timedelta(minutes=8), sources=["screening", "report"]
    )
    answer = CaseFactory(
        contribution=OpenAnswerFactory(
            author=ParticipantFactory(consultation=consultation),
            question=QuestionFactory(consultation=consultation),
            public_text="100 % benches",
        ),
        source="after_showing",
    )
    everything = [comment.pk, own.pk, answer.pk]
    expected = {
        "?kind=comment": [comment.pk],
        "?kind=proposal": [own.pk],
        "?kind=answer": [answer.pk],
        "?source=screening": [own.pk],
        "?source=report": [comment.pk, own.pk],
        "?source=after_showing": [answer.pk],
        "?q=BENCHES": [answer.pk],
        "?q=%25%25": [],
        "?q=100+%25": [answer.pk],
        "?source=x&kind=y": everything,
    }
    assert {query: listed(client, query) for query in expected} == expected


def test_words_find_nothing_in_consultations_one_does_not_moderate(client, consultation, moderator):
    elsewhere = case_in(ConsultationFactory())
    assert listed(client, f"?q={elsewhere.revision.body}") == []


def test_list_is_saved_under_a_name_shown_as_a_chip_and_deleted(client, consultation, moderator):
    case_in(consultation)
    query = "view=urgent&source=report"
    answer = client.post(reverse("save_filter"), {"name": "My urgent", "query": f"{query}&next=//evil"})
    assert answer.url == f"{URL}?{query}"
    assert client.get(answer.url).context["saved_filters"][0].query == query
    client.post(reverse("save_filter"), {"name": "My urgent", "query": "view=mine"})
    saved = moderator.saved_filters.get()
    assert saved.query == "view=mine"
    assert "My urgent" in client.get(URL).content.decode()
    other = moderator_of(consultation)
    client.force_login(other)
    assert "My urgent" not in client.get(URL).content.decode()
    assert client.post(reverse("delete_filter", args=[saved.pk])).status_code == 404
    client.force_login(moderator)
    client.post(reverse("delete_filter", args=[saved.pk]))
    assert moderator.saved_filters.count() == 0


@pytest.mark.parametrize(("name", "query"), [("", "view=urgent"), ("All", ""), ("All", "view=nonsense")])
def test_list_without_name_or_anything_to_narrow_is_not_saved(client, consultation, moderator, name, query):
    client.post(reverse("save_filter"), {"name": name, "query": query})
    assert moderator.saved_filters.count() == 0


def test_owner_who_does_not_moderate_follows_no_topic_and_decides_nothing_together(client, consultation):
    owner = MembershipFactory(consultation=consultation, role=Role.OWNER).user
    AppealFactory(decision__case=case_in(consultation, state=CaseState.APPEALED))
    client.force_login(owner)
    page = client.get(URL)
    assert (page.context["topics"], "Decide several" in page.content.decode()) == ("", False)


def test_next_case_is_the_one_after_that_nobody_else_holds_then_the_first(client, consultation, moderator):
    old, middle, young = (case_in(consultation, minutes=each) for each in (9, 8, 7))
    Case.objects.filter(pk=middle.pk).update(
        held_by=moderator_of(consultation), held_until=now() + timedelta(minutes=5)
    )
    after = {
        each: client.get(reverse("next_case", args=[each.pk]) + "?kind=comment").url for each in (old, young)
    }
    assert after == {
        old: f"{young.get_absolute_url()}?kind=comment",
        young: f"{old.get_absolute_url()}?kind=comment",
    }


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
    many_cases(ProposalFactory(author=ParticipantFactory(consultation=consultation)), 1)
    client.get(URL)
    few = queries(client, URL)
    for _each in range(2):
        of_every_kind(consultation)
    three = queries(client, URL)
    for _each in range(6):
        of_every_kind(consultation)
    many_cases(ProposalFactory(author=ParticipantFactory(consultation=consultation)), 30, copies=3)
    assert (three, queries(client, URL)) == (few, few)
    assert few <= 15


@pytest.mark.slow
def test_queue_and_case_cost_the_same_at_three_and_ten_thousand_cases(client, consultation, moderator):
    root = ProposalFactory(author=ParticipantFactory(consultation=consultation))
    first = many_cases(root, 3, text="Three of many {n}")[0]
    addresses = [URL, f"{URL}?source=after_showing&kind=comment&q=many", first.get_absolute_url()]
    for address in addresses:
        client.get(address)
    few = [queries(client, address) for address in addresses]
    many_cases(root, 10_000, copies=2)
    assert [queries(client, address) for address in addresses] == few
    assert few[0] <= 15
    assert few[1] <= 15
    assert client.get(URL).context["counts"]["all"] == 10_003


def test_case_page_costs_the_same_at_one_and_many_cases(client, consultation, moderator):
    case = case_in(consultation)
    FlagFactory(case=case)
    client.get(case.get_absolute_url())
    few = queries(client, case.get_absolute_url())
    for _each in range(5):
        FlagFactory(case=case)
        of_every_kind(consultation)
    assert queries(client, case.get_absolute_url()) == few
    assert few <= 27
