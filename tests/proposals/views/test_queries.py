"""What pages cost: the same number of queries however many rows they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Contribution, Revision, Submission
from proposals.models.contribution import path_below
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, HouseRuleFactory
from tests.factories.proposals import CommentFactory, ParticipantFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db
MOST = 12


def queries(client, url):
    client.get(url)  # what is kept between requests is there before
    return counted(client, url)[0]


def counted(client, url):
    """(queries, the page)"""
    with CaptureQueriesContext(connection) as found:
        page = client.get(url)
    assert page.status_code == 200
    return len(found), page


def written_at_once(root, number):
    """Comments of one person without their places in the thread."""
    person = ParticipantFactory(consultation=root.consultation)
    sent = {"participant": person, "consultation": root.consultation}
    submissions = Submission.objects.bulk_create(Submission(**sent, kind="comment") for _ in range(number))
    rows = Contribution.objects.bulk_create(
        Contribution(**sent, submission=each, kind="comment", root=root, parent=root, state="visible")
        for each in submissions
    )
    for row in rows:
        row.public_text = f"It would help number {row.pk}."
        row.body_html = f"<p>{row.public_text}</p>"
    versions = [Revision(contribution=row, body=row.public_text, state="shown") for row in rows]
    for row, version in zip(rows, Revision.objects.bulk_create(versions), strict=True):
        row.shown_revision = version
    return rows


def place(row, root, parent, replies):
    row.parent = parent or root
    row.depth = parent.depth + 1 if parent else 1
    row.path = path_below(parent, row.pk)
    row.reply_count = replies


PLACED = ["public_text", "body_html", "shown_revision_id", "parent_id", "depth", "path", "reply_count"]


def write_places(root, rows):
    """One statement a row: `bulk_update` takes ten times as long to build its own."""
    table, columns = Contribution._meta.db_table, ", ".join(f"{name} = %s" for name in PLACED)
    with connection.cursor() as cursor:
        values = [(*(getattr(row, name) for name in PLACED), row.pk) for row in rows]
        cursor.executemany(f"UPDATE {table} SET {columns} WHERE id = %s", values)
    Contribution.objects.filter(pk=root.pk).update(reply_count=len(rows))


def many_comments(root, number):
    """Rows as the actions leave them, written at once: half of them replies."""
    rows = written_at_once(root, number)
    for before, row in zip([None, *rows], rows, strict=False):
        parent = before if before and before.depth == 1 else None
        place(row, root, parent, 0 if parent else 1)
    write_places(root, rows)


def chain_of_replies(root, number):
    """A comment, a reply to it, a reply to that one, and so on."""
    rows = written_at_once(root, number)
    for before, row in zip([None, *rows], rows, strict=False):
        place(row, root, before, number - 1 if before is None else 0)
    write_places(root, rows)
    return rows


def test_chain_of_2000_replies_shows_two_levels_and_opens_each_reply_at_its_place(client):
    proposal = ProposalFactory()
    rows = chain_of_replies(proposal, 2000)
    number, page = counted(client, f"/proposals/{proposal.pk}/")
    assert number <= MOST
    (branch,) = page.context["branches"]
    assert [each.pk for each in branch.replies] == [row.pk for row in rows[1:4]]
    assert (branch.top.pk, branch.more) == (rows[0].pk, 1996)
    for at, place_on_page in [(1, 0), (12, 11), (100, 99), (101, 10), (1998, 10)]:
        row = rows[at]
        number, page = counted(client, row.get_absolute_url())
        assert number <= MOST
        assert page.context["branch"].replies[place_on_page].pk == row.pk
        assert (row.depth, page.context["elsewhere"]) == (at + 1, False)
        assert f"to <bdi>{row.author_name}</bdi>" in page.content.decode()  # the reply to it says so


@pytest.mark.parametrize("who", ["anonymous", "resident", "author with a comment waiting"])
@pytest.mark.parametrize("comments", [0, 200, pytest.param(5000, marks=pytest.mark.slow)])
def test_proposal_page_takes_few_queries_at_any_number_of_comments(client, who, comments):
    proposal = ProposalFactory()
    HouseRuleFactory(consultation=proposal.consultation)
    many_comments(proposal, comments)
    if who != "anonymous":
        client.force_login(UserFactory() if who == "resident" else proposal.participant.user)
    if who.startswith("author"):
        for _each in range(2):
            CommentFactory(root=proposal, author=proposal.participant, state="pending")
    assert queries(client, f"/proposals/{proposal.pk}/") <= MOST


def rows_for(name, consultation, number):
    """What a list shows, `number` times more."""
    author = ParticipantFactory(consultation=consultation)
    for _each in range(number):
        proposal = ProposalFactory(consultation_of=consultation, author=author)
        VoteFactory(contribution=proposal, participant=author)
        comment = CommentFactory(root=proposal, author=author)
        CommentFactory(root=proposal, parent=comment)
    return author


@pytest.mark.parametrize("order", ["shuffled", "newest", "fewest"])
@pytest.mark.parametrize("who", ["anonymous", "resident"])
def test_list_takes_the_same_queries_at_one_and_three_rows(client, who, order):
    found = []
    for number in (1, 3):
        consultation = ConsultationFactory()
        author = rows_for("proposals", consultation, number)
        if who == "resident":
            client.force_login(author.user)
        found.append(queries(client, f"/consultations/{consultation.slug}/proposals/?order={order}"))
    assert found[0] == found[1] <= MOST


@pytest.mark.parametrize("path", ["/proposals/{root}/", "/contributions/{top}/"])
@pytest.mark.parametrize("who", ["anonymous", "resident"])
def test_thread_takes_the_same_queries_at_one_and_three_branches(client, who, path):
    if who == "resident":
        client.force_login(UserFactory())
    found = []
    for number in (1, 3):
        proposal = ProposalFactory()
        for _branch in range(number):
            top = CommentFactory(root=proposal)
            for _reply in range(number):
                CommentFactory(root=proposal, parent=CommentFactory(root=proposal, parent=top))
        found.append(queries(client, path.format(root=proposal.pk, top=top.pk)))
    assert found[0] == found[1] <= MOST


def test_own_contributions_take_the_same_queries_at_one_and_three_rows(client):
    found = []
    for number in (1, 3):
        author = rows_for("mine", ConsultationFactory(), number)
        client.force_login(author.user)
        found.append(queries(client, "/me/contributions/"))
    assert found[0] == found[1]
