"""Search: what is found, in which order, and what is never found."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import StandardPage
from proposals.actions.contributions import submit_comment, submit_proposal
from proposals.actions.edits import edit_contribution, withdraw_contribution
from proposals.actions.erasure import erase_contribution
from proposals.actions.states import hide, hold
from proposals.actions.votes import cast_vote
from proposals.enums import Consent
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.consult import ConsultationFactory, MembershipFactory, RehearsalFactory
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory

pytestmark = pytest.mark.django_db
WORD = "kingfisher"


@pytest.fixture
def reader():
    return Client()


def found(client, address="/search/", **query):
    """Headings of the contributions found, as their addresses."""
    page = client.get(address, {"q": WORD, **query})
    assert page.status_code == 200
    return [each.get_absolute_url() for each, _pieces in page.context.get("entries", [])]


def matching(*typed):
    return set(Contribution.objects.matching(list(typed)).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["tramway"], {"Tramway"}),
        (["tram"], {"Tramway"}),
        (["ram"], set()),
        (["eglise"], {"Église"}),
        (["quiet", "tram"], {"Tramway"}),
        (["quiet", "eglise"], set()),
        (["mill"], {"Mill-road.example"}),
        (["road"], {"Mill-road.example"}),
        (["or"], set()),
        (["المدرس"], {"المدرسة"}),
        ([], set()),
    ],
)
def test_texts_match_by_the_beginnings_of_their_words(words, titles):
    for title in ("Tramway", "Église", "Mill-road.example", "المدرسة"):
        ProposalFactory(title=title, public_text="Make it QUIET." if title == "Tramway" else "-")
    assert matching(*words) == titles


def test_index_follows_changes_that_send_no_signal():
    proposal = ProposalFactory(title="Tramway")
    Contribution.objects.filter(pk=proposal.pk).update(title="Lantern")
    assert matching("tram") == set()
    assert matching("lant") == {"Lantern"}
    proposal.submission.contributions.filter(pk=proposal.pk).update(title="")
    assert matching("lant") == set()


def test_everything_somebody_may_read_is_found_newest_first(reader):
    proposal = ProposalFactory(title=f"A {WORD} on the river")
    comment = CommentFactory(root=proposal, public_text=f"I saw the {WORD.upper()}S too.")
    answer = OpenAnswerFactory(public_text=f"{WORD}", submission__consent=Consent.NAMED)
    assert found(reader) == [each.get_absolute_url() for each in (answer, comment, proposal)]
    assert found(reader, kind="comment") == [comment.get_absolute_url()]
    assert found(reader, **{"in": answer.consultation.slug}) == [answer.get_absolute_url()]
    assert found(reader, kind="nonsense", **{"in": "nowhere"}) == found(reader)


def hidden_texts(consultation):
    """Everything nobody but its author may read, by why; each holds the word."""
    author = UserFactory()

    def propose(**fields):
        sent = submit_proposal(
            by=author, consultation=consultation, title=f"The {WORD}", body=f"A {WORD} lives here.", **fields
        )
        return sent.contribution

    withdrawn, hid, held, erased, edited = (propose() for _each in range(5))
    withdraw_contribution(by=author, contribution=withdrawn)
    hide(contribution=hid, by=author)
    hold(contribution=held, by=author)
    erase_contribution(contribution=erased, by=author)
    edit_contribution(by=author, contribution=edited, title="A bird", body="It lives here.", based_on=1)
    lost = propose()
    beneath = submit_comment(by=author, proposal=lost, body=f"The {WORD} again").contribution
    hide(contribution=lost, by=author)
    return {"withdrawn": withdrawn, "hidden": hid, "held": held, "erased": erased, "beneath": beneath}


def test_what_is_not_public_is_found_by_nobody(reader):
    consultation = ConsultationFactory()
    hidden = hidden_texts(consultation)
    assert set(hidden) == {"withdrawn", "hidden", "held", "erased", "beneath"}
    ProposalFactory(consultation_of=RehearsalFactory(), title=WORD)
    ProposalFactory(consultation_of=ConsultationFactory(invited_only=True), title=WORD)
    OpenAnswerFactory(public_text=WORD, submission__consent=Consent.WITHHELD)
    author = Client()
    author.force_login(Contribution.objects.get(pk=hidden["hidden"].pk).participant.user)
    for client in (reader, author):
        page = client.get("/search/", {"q": WORD})
        assert page.context["entries"] == []
        assert page.context["number"] == 0
        assert "lives here" not in page.content.decode()


def test_the_leak_test_would_see_each_of_them_once_shown(reader):
    consultation = ConsultationFactory()
    ids = {each.pk for each in hidden_texts(consultation).values()}
    shown = Contribution.objects.filter(pk__in=ids) | Contribution.objects.filter(root=None)
    shown.update(state="visible", title=f"The {WORD}", public_text=WORD)
    assert {int(url.strip("/").split("/")[1]) for url in found(reader)} >= ids


def test_private_consultation_is_searched_by_its_members_alone(reader):
    private = ConsultationFactory(invited_only=True)
    proposal = ProposalFactory(consultation_of=private, title=WORD)
    member = Client()
    member.force_login(MembershipFactory(consultation=private).user)
    assert found(member) == [proposal.get_absolute_url()]
    assert found(reader, **{"in": private.slug}) == []


def test_long_list_is_read_to_its_end_by_key(reader):
    consultation = ConsultationFactory()
    for _each in range(23):
        ProposalFactory(consultation_of=consultation, title=WORD)
    first = reader.get("/search/", {"q": WORD, "in": consultation.slug})
    assert first.context["number"] == 23
    assert len(first.context["entries"]) == 20
    rest = reader.get(f"/search/{first.context['next_url']}")
    assert len(rest.context["entries"]) == 3
    assert rest.context["next_url"] == ""


def test_pages_and_consultations_are_found_in_the_language_of_the_reader(reader):
    page = publish(draft_page(title="Quieter streets", summary="Where the Kingfisher sings."))
    about = StandardPage.objects.get(slug="privacy", locale=page.locale)
    assert _found_pages(reader, "/search/", "kingf") == (["Quieter streets"], [])
    assert _found_pages(reader, "/search/", about.title.split()[0])[1][0] == about.title
    assert _found_pages(reader, "/fr/search/", about.title.split()[0])[1] == []


def _found_pages(client, address, typed):
    context = client.get(address, {"q": typed}).context
    consultations = [each.title for each, _pieces in context["consultations"]]
    return consultations, [each.title for each, _pieces in context["pages"]]


def test_draft_and_rehearsed_words_are_not_found(reader):
    draft_page(title="Kingfisher drafts")
    RehearsalFactory(titles={"en": "Kingfisher rehearsed"})
    assert _found_pages(reader, "/search/", "kingfisher") == ([], [])


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\x00", "'", '"', "%", "x" * 3000, "a:b", "-", "& |"])
def test_whatever_is_typed_gets_a_page(reader, typed):
    ProposalFactory(title=WORD)
    assert reader.get("/search/", {"q": typed}).status_code == 200


def test_search_costs_the_same_at_one_and_three_hits(reader):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert found(reader)
        return len(queries)

    consultation = ConsultationFactory()
    proposal = ProposalFactory(consultation_of=consultation, title=WORD)
    CommentFactory(root=proposal, public_text=WORD)
    OpenAnswerFactory(consultation_of=consultation, public_text=WORD, submission__consent="named")
    found(reader)
    before = cost()
    for _each in range(3):
        CommentFactory(root=ProposalFactory(consultation_of=consultation, title=WORD), public_text=WORD)
        OpenAnswerFactory(public_text=WORD, submission__consent="named")
    assert cost() == before


@pytest.mark.usefixtures("one_moment")
def test_searching_very_often_is_answered_with_a_wait(reader):
    for _each in range(60):
        reader.get("/search/", {"q": "x"})
    answer = reader.get("/search/", {"q": "x"})
    assert answer.status_code == 429
    assert "Try again in" in answer.content.decode()


@pytest.mark.parametrize("order", ["shuffled", "newest", "fewest"])
def test_list_of_proposals_narrows_to_words_in_every_order(reader, order):
    consultation = ConsultationFactory()
    one, other = (ProposalFactory(consultation_of=consultation, title=f"{WORD} {n}") for n in "ab")
    ProposalFactory(consultation_of=consultation, title="A lamp")
    address = f"/consultations/{consultation.slug}/proposals/"
    page = reader.get(address, {"order": order, "q": "KINGF"})
    assert {each.pk for each in page.context["page"].rows} == {one.pk, other.pk}
    assert len(reader.get(address, {"order": order}).context["page"].rows) == 3
    assert all("q=KINGF&" in url for _name, url, _current in page.context["orders"])


def test_filter_without_a_hit_leads_to_the_search_in_this_consultation(reader):
    consultation = ConsultationFactory()
    page = reader.get(f"/consultations/{consultation.slug}/proposals/", {"q": "no & such"}).content.decode()
    assert f'/search/?q=no%20%26%20such&amp;in={consultation.slug}"' in page


def test_list_narrowed_to_nothing_leaves_the_kept_order_of_others_alone(reader):
    consultation = ConsultationFactory()
    ProposalFactory(consultation_of=consultation)
    address = f"/consultations/{consultation.slug}/proposals/"
    for typed in ("?!", "nothing"):
        assert reader.get(address, {"q": typed}).context["page"].rows == []
    assert len(reader.get(address).context["page"].rows) == 1


@pytest.mark.parametrize("order", ["shuffled", "newest", "fewest"])
def test_list_shows_what_a_reader_has_not_voted_on(order):
    consultation = ConsultationFactory()
    voted, unvoted = (ProposalFactory(consultation_of=consultation) for _each in range(2))
    voter, other = UserFactory(), Client()
    cast_vote(by=voter, contribution=voted, choice="agree")
    client = Client()
    client.force_login(voter)
    address = f"/consultations/{consultation.slug}/proposals/?show=unvoted&order={order}"
    assert [each.pk for each in client.get(address).context["page"].rows] == [unvoted.pk]
    assert {each.pk for each in other.get(address).context["page"].rows} == {voted.pk, unvoted.pk}
    cast_vote(by=voter, contribution=unvoted, choice="pass")
    assert "You have voted on every proposal here." in client.get(address).content.decode()
