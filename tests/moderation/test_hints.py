"""What software tells a moderator: source, version and hit rate, word by word; nothing is chosen by it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consult.clock import now
from consult.models import HouseRule
from moderation.actions.flags import flag_contribution
from moderation.actions.scores import rescore
from moderation.actions.screening import screen_revision
from moderation.models import Case, ScreeningModel
from moderation.queue import PAGE, Queue
from moderation.screening.linear import LinearModel
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def model_of(consultation, word="thick"):
    """A model that knows one rude word, of version 3."""
    rule = HouseRule.objects.filter(consultation=consultation).first()
    rule = rule or HouseRuleFactory(consultation=consultation, number=3)
    linear = LinearModel(rules=[rule.pk], biases=[-2.0, -2.0], vocabulary={f"w:{word}": [2.0, 9.0, 9.0]})
    return ScreeningModel.objects.create(
        consultation=consultation,
        version=3,
        decisions=600,
        held_back=120,
        restricted=200,
        precision=0.81,
        recall=0.642,
        threshold=0.5,
        weights=linear.to_bytes(),
    )


def screened(text, **comment):
    comment = CommentFactory(public_text=text, **comment)
    model_of(comment.consultation)
    screen_revision(contribution=comment, revision=comment.shown_revision)
    return comment


def test_words_of_danger_are_marked_in_the_text_of_the_case_where_they_stand_in_one_piece(client):
    comment = screened("Stop it. I will **kill you**, I WILL kill you.")
    case = Case.objects.get(contribution=comment)
    client.force_login(moderator_of(comment.consultation))
    page = client.get(case.get_absolute_url()).content.decode()
    assert page.count("<mark>") == 1
    assert "<mark>I WILL kill you</mark>" in page


def test_case_page_says_version_hit_rate_rule_and_words_and_chooses_nothing(client):
    comment = screened("Some are too thick. Ring 01632 960553.")
    case = Case.objects.get(contribution=comment)
    client.force_login(moderator_of(comment.consultation))
    page = client.get(case.get_absolute_url()).content.decode()
    for words in (
        "Contact or personal details",
        "Model, version 3: 92 in 100",
        "On 120 decisions held back from it: of 100 texts that it pointed to, moderators restricted 81.",
        "it pointed to 64",
        "“thick” +4.5",
    ):
        assert words in page, words
    assert "checked" not in page.partition('id="decision"')[2].partition("</fieldset>")[0]


def test_hints_are_for_moderators_alone(client):
    comment = screened("Some are too thick.")
    case = Case.objects.get(contribution=comment)
    for user in (comment.participant.user, UserFactory()):
        client.force_login(user)
        for path in (comment.get_absolute_url(), comment.root.get_absolute_url(), case.get_absolute_url()):
            assert "Model, version" not in client.get(path).content.decode()


def test_model_sorts_and_never_hides():
    root = ProposalFactory()
    mild = screened("The lights are fine.", root=root)
    comment = CommentFactory(root=root, public_text="They are thick.")
    screen_revision(contribution=comment, revision=comment.shown_revision)
    comment.refresh_from_db()
    assert comment.state == "visible"
    assert [case.contribution for case in Case.objects.all()] == [comment]
    assert not Case.objects.filter(contribution=mild).exists()


def cases_with_scores(*scores):
    root = ProposalFactory()
    made = []
    for place, score in enumerate(scores):
        opened = now() - timedelta(minutes=len(scores) - place)
        case = CaseFactory(contribution=CommentFactory(root=root), opened_at=opened)
        Case.objects.filter(pk=case.pk).update(score=score)
        made.append(case)
    return made, moderator_of(root.consultation)


def test_queue_by_score_puts_the_highest_first_and_the_oldest_among_equals():
    (low, high, high_too), moderator = cases_with_scores(5, 90, 90)
    queue = Queue(moderator, view="likely")
    assert list(queue.cases()) == [high, high_too, low]
    assert Queue(moderator).cases().first() == low
    assert queue.next_after(Case.objects.get(pk=high.pk)) == high_too


def test_queue_by_score_pages_by_key_without_gap_or_double():
    made, moderator = cases_with_scores(*[n % 3 for n in range(PAGE * 2 + 3)])
    queue, after, seen = Queue(moderator, view="likely"), "", []
    while True:
        rows, after = queue.page(after)
        seen += [row.pk for row in rows]
        if not after:
            break
    assert seen == [case.pk for case in queue.cases()]
    assert len(seen) == len(set(seen)) == len(made)


@pytest.mark.parametrize("key", ["x", "1-2", "1-2-x", "-", "1-2-3-4", "²-1-1", "9" * 30 + "-1-1"])
def test_typed_key_of_a_page_breaks_nothing(client, key):
    [case], moderator = cases_with_scores(1)
    client.force_login(moderator)
    assert client.get(f"/moderation/?view=likely&after={key}").status_code == 200


def test_reports_of_people_who_were_right_raise_the_score_more():
    root = ProposalFactory()
    texts = [CommentFactory(root=root) for _n in range(2)]
    for text, weight in zip(texts, (0.1, 0.9), strict=True):
        flag, _new = flag_contribution(by=UserFactory(), contribution=text, reason="off_topic")
        flag.weight = weight
        flag.save()
        rescore(flag.case)
    assert [case.score for case in Case.objects.order_by("pk")] == [2, 18]


def test_case_page_costs_the_same_with_one_and_forty_reports(client, django_assert_max_num_queries):
    comment = screened("Some are too thick.")
    case = Case.objects.get(contribution=comment)
    client.force_login(moderator_of(comment.consultation))
    client.get(case.get_absolute_url())
    for number in (1, 40):
        for _each in range(number):
            flag_contribution(by=UserFactory(), contribution=comment, reason="off_topic")
        with django_assert_max_num_queries(33):
            client.get(case.get_absolute_url())


def test_words_of_danger_are_shown_with_what_was_found(client):
    comment = screened("I will kill you. So there.")
    case = Case.objects.get(contribution=comment)
    client.force_login(moderator_of(comment.consultation))
    page = client.get(case.get_absolute_url()).content.decode()
    assert 'Words of a threat or a call for violence: <span dir="auto">“i will kill you”</span>' in page


@pytest.mark.parametrize(("precision", "used"), [(0.81, True), (0.5, True), (0.49, False), (None, False)])
def test_model_no_better_than_chance_neither_sorts_nor_asks_and_its_page_says_so(client, precision, used):
    comment = CommentFactory(public_text="Some are too thick.")
    model = model_of(comment.consultation)  # a third of its decisions restrict
    ScreeningModel.objects.filter(pk=model.pk).update(precision=precision)
    screen_revision(contribution=comment, revision=comment.shown_revision)
    assert (comment.shown_revision.screening.likelihood is not None) is used
    assert Case.objects.filter(contribution=comment).exists() is used
    client.force_login(moderator_of(comment.consultation))
    page = client.get(reverse("screening", args=[comment.consultation.slug])).content.decode()
    assert ("no better than chance, not used" in page, "sorts and asks" in page) == (not used, used)
