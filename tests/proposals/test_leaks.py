"""What may not be known is in no outlet: results before one's vote, texts that are not shown."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from consult import compiled
from consult.accounts.guests import PARTICIPATIONS, Guest
from consult.clock import now
from consult.enums import ModerationMode
from consult.models import Consultation
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.actions.questionnaires import submit_questionnaire
from proposals.actions.states import hide, hold, redact
from proposals.actions.tallies import recount
from proposals.actions.votes import cast_vote
from proposals.live.replay import stretch
from proposals.live.topics import is_allowed
from proposals.models import Contribution, Participant, Tally
from proposals.querysets import ContributionQuerySet, TallyQuerySet
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.proposals import CommentFactory, GuestParticipantFactory, ProposalFactory
from tests.proposals.outlets import addresses, read_all, routes

pytestmark = pytest.mark.django_db
HIDDEN = "CANARY-HID"
VISITORS = [
    pytest.param("anonymous", marks=pytest.mark.slow),
    pytest.param("guest", marks=pytest.mark.slow),
    "resident",
]


@pytest.fixture
def consultation():
    """With a page of its own, as editors make it."""
    return publish(draft_page()).consultation


@pytest.fixture
def still():
    """One moment for the whole test: pages that only age would differ, too."""
    with time_machine.travel(now(), tick=False):
        yield


@pytest.fixture
def unkept():
    """Nothing compiled with the right definition serves a wrong one, nor the other way round."""
    compiled.forget()
    yield
    compiled.forget()


def browser(who, consultation):
    """(client, the user its requests have)."""
    client = Client(raise_request_exception=True)
    if who == "resident":
        user = UserFactory()
        client.force_login(user)
        return client, user
    if who == "guest":
        guest = GuestParticipantFactory(consultation=consultation)
        session = client.session
        session[PARTICIPATIONS] = {str(consultation.pk): guest.pk}
        session.save()
        return client, Guest({consultation.pk: guest.pk})
    return client, Guest()


def socket(user, consultation, ids):
    """What the socket would replay of everything this visitor may follow."""
    names = [f"consultation:{consultation.pk}"]
    names += [f"{kind}:{pk}" for kind in ("thread", "tally", "moderation", "run") for pk in ids]
    allowed = [name for name in names if is_allowed(user, name)]
    return {name: repr(stretch(name, 0, ["en"])) for name in allowed}


def outlets(client, user, consultation, ids):
    return read_all(client, addresses(consultation.slug, ids)) | socket(user, consultation, ids)


def test_the_list_of_outlets_knows_every_address():
    found = set(routes())
    assert {
        "proposals/<int:pk>/",
        "contributions/<int:pk>/",
        "consultations/<slug:slug>/report/",
        "api/v1/proposals/<int:pk>/comments",
    } <= found


def fifty_votes(*contributions):
    for number in range(25):
        for contribution in contributions:
            choice = "agree" if number % 3 else "disagree"
            cast_vote(by=UserFactory(), contribution=contribution, choice=choice)
    for contribution in contributions:
        recount(contribution.pk)


def moved(before, after):
    return sorted(url for url in before if before[url] != after[url])


@pytest.mark.parametrize("who", VISITORS)
def test_nothing_moves_for_those_who_have_not_voted(consultation, still, who):
    proposal = ProposalFactory(consultation_of=consultation)
    others = [ProposalFactory(consultation_of=consultation) for _each in range(3)]
    comment = CommentFactory(root=proposal)
    client, user = browser(who, consultation)
    ids = [proposal.pk, comment.pk, *(each.pk for each in others)]
    before = outlets(client, user, consultation, ids)
    fifty_votes(proposal, comment)
    after = outlets(client, user, consultation, ids)
    assert sum(1 for status, *_rest in before.values() if status == 200) > 30
    assert moved(before, after) == []
    assert Tally.objects.get(pk=proposal.pk).total == 25


FIGURES = re.compile(
    r'<div class="figure">.*?</div>|\d+ (?:person|people) so far|\d+ personnes? \S+ \S+', re.S
)


def test_even_counted_anew_only_the_figures_of_the_whole_consultation_move(consultation, still):
    """They are counted every ten minutes, name no proposal and say so; nothing else may move at all."""
    proposal = ProposalFactory(consultation_of=consultation)
    client, user = browser("resident", consultation)
    before = outlets(client, user, consultation, [proposal.pk])
    fifty_votes(proposal)
    cache.clear()
    after = outlets(client, user, consultation, [proposal.pk])
    pages = {url: (FIGURES.sub("", str(before[url])), FIGURES.sub("", str(after[url]))) for url in before}
    assert [url for url, (one, two) in pages.items() if one != two] == []


def test_the_scan_sees_a_tally_that_everybody_can_read(consultation, still, unkept, monkeypatch):
    proposal = ProposalFactory(consultation_of=consultation)
    client, user = browser("resident", consultation)
    monkeypatch.setattr(TallyQuerySet, "readable_by", lambda self, _user: self.all())
    pages = [f"/proposals/{proposal.pk}/", f"/api/v1/proposals/{proposal.pk}"]
    pages.append(f"/consultations/{consultation.slug}/proposals/")

    def scan():
        return read_all(client, pages) | socket(user, consultation, [proposal.pk])

    before = scan()
    fifty_votes(proposal)
    assert {*pages, f"tally:{proposal.pk}"} <= set(moved(before, scan()))


def test_one_vote_opens_the_result_and_taking_it_back_closes_it(consultation):
    proposal, user = ProposalFactory(consultation_of=consultation), UserFactory()
    client = Client()
    client.force_login(user)
    url = f"/api/v1/proposals/{proposal.pk}"
    read = []
    for choice in ("agree", "retract"):
        cast_vote(by=user, contribution=proposal, choice=choice)
        recount(proposal.pk)
        read.append((client.get(url).json()["tally"], is_allowed(user, f"tally:{proposal.pk}")))
    assert read == [({"agree": 1, "disagree": 0, "pass": 0, "unconfirmed": 0}, True), (None, False)]


@pytest.fixture
def unshown(consultation):
    """Texts that others may not read, each as the act that hid it leaves it; returns their ids."""
    author, moderator = UserFactory(), UserFactory()
    shown = submit_proposal(
        by=author, consultation=consultation, title="Shown here", body="Shown."
    ).contribution
    ids = [shown.pk]

    def propose():
        title, body = f"{HIDDEN} title", f"{HIDDEN} body"
        return submit_proposal(by=author, consultation=consultation, title=title, body=body).contribution

    def comment(root, parent=None):
        return submit_comment(by=author, proposal=root, parent=parent, body=f"{HIDDEN} comment").contribution

    for write in (propose, lambda: comment(shown)):
        for remove in (_hide, _hold, _withdraw):
            text = write()
            root = text if text.root_id is None else shown
            child = submit_comment(
                by=UserFactory(), proposal=root, parent=text if text.root_id else None, body="Beneath it."
            ).contribution
            remove(text, author, moderator)
            ids += [text.pk, child.pk]
    ids.append(_edited(shown, author).pk)
    ids.append(_redacted(shown, author, moderator).pk)
    Consultation.objects.filter(pk=consultation.pk).update(moderation_mode=ModerationMode.BEFORE)
    consultation.refresh_from_db()
    shown = Contribution.objects.get(pk=shown.pk)
    ids += [propose().pk, comment(shown).pk]
    Consultation.objects.filter(pk=consultation.pk).update(moderation_mode=ModerationMode.AFTER)
    consultation.refresh_from_db()
    question = consultation.questions.in_use().first()
    sent = submit_questionnaire(
        by=author, consultation=consultation, answers={question.key: f"{HIDDEN} answer"}, consent="withheld"
    )
    return [*ids, sent.contribution.pk]


def _hide(text, _author, moderator):
    hide(contribution=text, by=moderator)


def _hold(text, _author, moderator):
    hold(contribution=text, by=moderator)


def _withdraw(text, author, _moderator):
    withdraw_contribution(by=author, contribution=text)


def _edited(root, author):
    """An earlier version held the words."""
    text = submit_comment(by=author, proposal=root, body=f"{HIDDEN} before").contribution
    edit_contribution(by=author, contribution=text, body="After.")
    return text


def _redacted(root, author, moderator):
    text = submit_comment(by=author, proposal=root, body=f"{HIDDEN} in a gap").contribution
    redact(contribution=text, by=moderator, spans=[[0, len(HIDDEN)]])
    return text


def holding(found):
    return sorted(url for url, said in found.items() if HIDDEN in str(said))


@pytest.mark.parametrize("who", VISITORS)
def test_texts_that_are_not_shown_are_in_no_outlet(consultation, unshown, who):
    client, user = browser(who, consultation)
    assert holding(outlets(client, user, consultation, unshown)) == []


def test_their_author_finds_them(consultation, unshown):
    author = Participant.objects.get(contributions=unshown[0]).user
    client = Client()
    client.force_login(author)
    assert holding(read_all(client, ["/me/contributions/", "/consultations/"])) == ["/me/contributions/"]


def test_the_scan_sees_a_filter_that_is_off(consultation, unshown, unkept, monkeypatch):
    client, _user = browser("resident", consultation)
    monkeypatch.setattr(ContributionQuerySet, "visible_to", lambda self, _user: self.all())
    urls = [f"/{kind}/{pk}/" for pk in unshown for kind in ("contributions", "proposals")]
    assert {url.split("/")[1] for url in holding(read_all(client, urls))} == {"contributions", "proposals"}


def test_the_scan_sees_a_comment_drawn_whatever_its_state(consultation, unshown, monkeypatch):
    client, _user = browser("resident", consultation)
    monkeypatch.setattr(
        "proposals.templatetags.comments.comment_html", lambda comment, _language: comment.body_html
    )
    url = f"/proposals/{unshown[0]}/"
    assert holding(read_all(client, [url])) == [url]
