"""Before posting: what software asks, once, without script, with the text kept; and who may turn it on."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from consult.enums import Role
from moderation.actions.screening import set_policy
from moderation.models import HoldGround, Screening, ScreeningPolicy
from proposals.models import Contribution, Submission
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory, QuestionFactory
from tests.factories.moderation import moderator_of, staff_of
from tests.factories.proposals import CommentFactory, ProposalFactory
from tests.moderation.test_hints import model_of

pytestmark = pytest.mark.django_db

RUDE = "They are too thick to see it."


@pytest.fixture
def root():
    root = ProposalFactory()
    HouseRuleFactory(consultation=root.consultation, number=3, texts={"en": "Be kind."})
    return root


def asking(root, asks=True):
    owner = staff_of(root.consultation, Role.OWNER)
    set_policy(by=owner, consultation=root.consultation, holds={}, asks_before_posting=asks)
    model_of(root.consultation)


def posted(client, root, **words):
    return client.post(reverse("comment", args=[root.pk]), {"body": RUDE} | words)


def test_software_asks_with_rule_and_words_and_keeps_the_text(client, root):
    asking(root)
    page = posted(client, root)
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("This may break rule 3", "3. Be kind.", "“thick”", RUDE, 'name="asked" value="on"'):
        assert words in text, words
    assert 'class="card composer" id="add" open' in text
    assert (Submission.objects.count(), Screening.objects.count()) == (1, 0)


def test_author_may_post_it_all_the_same(client, root):
    asking(root)
    posted(client, root, asked="on")
    assert Contribution.objects.get(root=root).state == "visible"


def test_changed_text_is_posted(client, root):
    asking(root)
    posted(client, root)
    posted(client, root, body="They do not see it.")
    assert Contribution.objects.get(root=root).public_text == "They do not see it."


@pytest.mark.parametrize("what", ["proposal", "reply", "edit"])
def test_every_composer_asks(client, root, what):
    asking(root)
    comment = CommentFactory(root=root)
    client.force_login(comment.participant.user)
    address = {
        "proposal": reverse("propose", args=[root.consultation.slug]),
        "reply": reverse("reply", args=[comment.pk]),
        "edit": reverse("edit", args=[comment.pk]),
    }[what]
    words = {"title": "A plan for all", "body": RUDE, "based_on": 1}
    page = client.post(address, words)
    if what == "proposal" and page.status_code == 403:
        comment.participant.user.emailaddress_set.create(email="a@example.org", verified=True)
        page = client.post(address, words)
    assert "This may break rule 3" in page.content.decode()
    assert "Post as it is" in page.content.decode()
    before = Contribution.objects.count()
    client.post(address, words | {"asked": "on"})
    assert Contribution.objects.count() == before + (what != "edit")


@pytest.mark.parametrize(("asks", "has_model"), [(False, True), (True, False)])
def test_nothing_is_asked_unless_it_is_turned_on_and_taught(client, root, asks, has_model):
    asking(root, asks)
    if not has_model:
        root.consultation.screening_models.all().delete()
    posted(client, root)
    assert Contribution.objects.filter(root=root).count() == 1


def test_personal_details_are_asked_about_without_a_model(client, root):
    asking(root)
    root.consultation.screening_models.all().delete()
    page = posted(client, root, body="Ring 01632 960553")
    assert "This may give away private details" in page.content.decode()


PAGE = {
    "owner": 200,
    "moderator": 200,
    "analyst": 403,
    "resident": 403,
    "moderator elsewhere": 403,
    "public": 302,
}


@pytest.mark.parametrize("who", PAGE)
def test_page_of_screening_by_role(client, root, who):
    people = {
        "resident": UserFactory,
        "moderator elsewhere": lambda: moderator_of(ConsultationFactory()),
    }
    if who != "public":
        client.force_login(people[who]() if who in people else staff_of(root.consultation, who))
    path = reverse("screening", args=[root.consultation.slug])
    page = client.get(path)
    assert page.status_code == PAGE[who]
    may_type = {field.field.disabled for field in page.context["form"]} if PAGE[who] == 200 else None
    assert may_type == {"owner": {False}, "moderator": {True}}.get(who)
    rule = root.consultation.house_rules.get()
    client.post(path, {"hold_links": rule.pk, "asks_before_posting": "on"})
    client.post(reverse("train_screening", args=[root.consultation.slug]))
    assert HoldGround.objects.exists() is ScreeningPolicy.objects.exists() is (who == "owner")


def test_page_shows_versions_with_precision_and_recall(client, root):
    model_of(root.consultation)
    client.force_login(moderator_of(root.consultation))
    page = client.get(reverse("screening", args=[root.consultation.slug])).content.decode()
    for words in ("81%", "64%", "600", "120", "used from 500 of them on. There are 0 now."):
        assert words in page, words


def test_rule_of_another_consultation_is_refused(client, root):
    client.force_login(staff_of(root.consultation, Role.OWNER))
    path = reverse("screening", args=[root.consultation.slug])
    page = client.post(path, {"hold_links": HouseRuleFactory().pk})
    assert page.status_code == 422
    assert not HoldGround.objects.exists()


def test_eleventh_text_in_half_a_minute_is_refused_and_the_first_ten_stand(client, root):
    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC), tick=False):
        answers = [posted(client, root, body=f"Thought {n}").status_code for n in range(11)]
    assert answers == [302] * 10 + [429]
    assert Contribution.objects.filter(root=root).count() == 10


ANSWER = "question-safer"


def answered(client, root, **words):
    return client.post(
        reverse("questionnaire", args=[root.consultation.slug]), {"consent": "named", ANSWER: RUDE} | words
    )


@pytest.fixture
def asked_in_words(root):
    """A consultation with two open questions, one after the other."""
    for position, key in enumerate(["safer", "greener"]):
        QuestionFactory(consultation=root.consultation, key=key, position=position, kind="open")
    return root


def test_questionnaire_asks_about_each_answer_and_posts_all_the_same(client, asked_in_words):
    root = asked_in_words
    asking(root)
    also = {"question-greener": "Ring 01632 960553"}
    page = answered(client, root, **also)
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("This may break rule 3", "“thick”", "This may give away private details", RUDE):
        assert words in text, words
    assert 'href="#question-safer"' in text
    assert Contribution.objects.filter(kind="answer").count() == 0
    assert answered(client, root, asked="on", **also).status_code == 302
    assert Contribution.objects.filter(kind="answer").count() == 2


@pytest.mark.parametrize(("consent", "words"), [("named", "Everybody could"), ("withheld", "The team would")])
def test_questionnaire_says_who_would_read_private_details(client, asked_in_words, consent, words):
    asking(asked_in_words)
    page = answered(client, asked_in_words, **{ANSWER: "Ring 01632 960553", "consent": consent})
    assert f"a postcode. {words} read it." in page.content.decode()


def sent_to_api(client, root, **words):
    return client.post(
        f"/api/v1/proposals/{root.pk}/comments", {"body": RUDE} | words, content_type="application/json"
    )


def test_api_answers_409_with_the_concern_and_posts_when_told_so(client, root):
    asking(root)
    client.force_login(UserFactory())
    answer = sent_to_api(client, root)
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    problem = answer.json()
    assert (problem["code"], problem["title"]) == ("asks_first", "This may break rule 3")
    assert problem["concern"]["words"] == ["thick"]
    assert problem["repeat_with"] == {"asked": True}
    assert Contribution.objects.filter(root=root).count() == 0
    assert sent_to_api(client, root, asked=True).status_code == 201
    assert Contribution.objects.filter(root=root).count() == 1


def test_threat_is_asked_about_before_it_is_posted(client, root):
    asking(root)
    page = posted(client, root, body="I will kill you.")
    assert "This may be read as a threat" in page.content.decode()
    assert Contribution.objects.filter(root=root).count() == 0
