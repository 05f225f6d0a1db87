"""Nothing a page says stands outside the catalogue: each text comes back in brackets, the rest was typed."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from consult.enums import Role
from tests.consult.pseudo import disguise, speak_pseudo, unbracketed
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.consult import HouseRuleFactory, MembershipFactory, QuestionFactory
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ParticipantFactory, ProposalFactory

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/fr/[^"#]*)"')
EACH = 2  # pages of one kind
MOST = 120
# Names that are the same in every language.
NAMES = {"English", "Français", "QR", "PDF", "CSV", "JSON", "Consult", "consult", "test", "html", "am", "pm"}


@pytest.fixture
def site(monkeypatch):
    """A consultation with everything in it, and the people who made it: {role: user}."""
    consultation = publish(draft_page()).consultation
    person = ParticipantFactory(consultation=consultation)
    for _each in range(2):
        proposal = ProposalFactory(author=person)
        CommentFactory(root=proposal, parent=CommentFactory(root=proposal))
        HouseRuleFactory(consultation=consultation)
    for closed in (True, False):
        question = QuestionFactory(consultation=consultation, closed=closed)
    OpenAnswerFactory(question=question)
    staff = UserFactory()
    for role in (Role.MODERATOR, Role.OWNER, Role.RESPONDER):
        MembershipFactory(consultation=consultation, user=staff, role=role)
    analyst = MembershipFactory(consultation=consultation, role=Role.ANALYST).user
    disguise()
    speak_pseudo(monkeypatch)
    return {"anonymous": None, "resident": person.user, "staff": staff, "analyst": analyst}


def crawled(client, start):
    """{address: page} of what links lead to, a few of each kind."""
    waiting, seen, kinds, pages = [*start], set(start), {}, {}
    while waiting and len(pages) < MOST:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        pages[address] = answer.content.decode()
        for link in LINK.findall(pages[address]):
            link = link.replace("&amp;", "&")
            kind = resolve(link.partition("?")[0]).view_name, link.partition("?")[0].count("/")
            if link not in seen and kinds.get(kind, 0) < EACH:
                seen.add(link)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(link)
    return pages


STARTS = {
    "anonymous": [
        "/fr/",
        "/fr/search/",
        "/fr/search/?q=zq",
        "/fr/code/",
        "/fr/nothing/here/",
        "/fr/accounts/signup/",
    ],
    "resident": ["/fr/", "/fr/me/", "/fr/me/leave/", "/fr/me/contributions/", "/fr/me/notices/"],
    "staff": ["/fr/", "/fr/moderation/"],
    "analyst": ["/fr/"],
}


@pytest.mark.parametrize("who", STARTS)
def test_every_text_of_every_page_comes_from_the_catalogue(site, who):
    client = Client()
    if site[who]:
        client.force_login(site[who])
    pages = crawled(client, STARTS[who])
    left = {address: sorted(unbracketed(page) - NAMES) for address, page in pages.items()}
    assert {address: words for address, words in left.items() if words} == {}
    assert len(pages) >= {"anonymous": 30, "resident": 30, "staff": 30, "analyst": 25}[who]


def test_text_outside_the_catalogue_is_seen():
    page = (
        '<p aria-label="Hidden">⟦Known <b>⟦inner⟧ words</b>⟧ and <i>Forgotten</i> zq</p><script>code</script>'
    )
    assert unbracketed(page) == {"Hidden", "and", "Forgotten"}


def test_bracket_that_is_cut_off_is_an_error():
    with pytest.raises(AssertionError, match="left open"):
        unbracketed("<p>⟦Known wor…</p><p>Forgotten</p>")
