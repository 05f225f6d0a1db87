"""What a thread page holds: branches in order, first replies, places of removed texts; in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.models import Contribution
from proposals.models.contribution import DEEPEST
from proposals.threads import branch_page, thread_page
from tests.factories.proposals import CommentFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def shown(root, **options):
    branches, after = thread_page(root, **({"order": "oldest"} | options))
    return [(b.top.pk, [r.pk for r in b.replies], b.more) for b in branches], after


def reply_to(parent):
    return CommentFactory(root=parent.root, parent=parent)


def test_thread_page_shows_three_replies_flat_and_counts_the_rest():
    top = CommentFactory()
    one = reply_to(top)
    below = reply_to(one)
    two = reply_to(top)
    three = reply_to(top)
    alone = CommentFactory(root=top.root)
    assert shown(top.root) == ([(top.pk, [one.pk, below.pk, two.pk], 1), (alone.pk, [], 0)], "")
    assert three.pk not in [one.pk, below.pk, two.pk]


def test_thread_page_unanswered_come_first_then_by_age():
    answered = CommentFactory()
    reply_to(answered)
    late = CommentFactory(root=answered.root)
    found, _after = shown(answered.root, order="unanswered")
    assert [top for top, _replies, _more in found] == [late.pk, answered.pk]


@pytest.mark.parametrize("order", ["oldest", "newest", "unanswered"])
def test_thread_page_meets_every_branch_once(order):
    root = ProposalFactory()
    tops = [CommentFactory(root=root) for _each in range(5)]
    reply_to(tops[2])
    seen, after = [], ""
    while True:
        found, after = shown(root, order=order, after=after, size=2)
        seen += [top for top, _replies, _more in found]
        if not after:
            break
    assert sorted(seen) == sorted(top.pk for top in tops)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("state", "answered", "kept"),
    [
        ("visible", False, True),
        ("hidden", False, True),
        ("withdrawn", False, False),
        ("withdrawn", True, True),
        ("erased", False, False),
        ("erased", True, True),
        ("pending", True, False),
        ("held", True, False),
    ],
)
def test_thread_page_keeps_the_place_of(state, answered, kept):
    top = CommentFactory()
    if answered:
        reply_to(top)
    Contribution.objects.filter(pk=top.pk).update(state=state)
    assert [pk for pk, _replies, _more in shown(top.root)[0]] == ([top.pk] if kept else [])


def test_branch_page_pages_replies_by_path():
    top = CommentFactory()
    replies = [reply_to(top) for _each in range(5)]
    first = branch_page(top, size=2)
    second = branch_page(top, after=first.next, size=2)
    third = branch_page(top, after=second.next, size=2)
    assert (first.top, [[r.pk for r in page.replies] for page in (first, second, third)]) == (
        top,
        [[r.pk for r in replies[:2]], [r.pk for r in replies[2:4]], [replies[4].pk]],
    )
    assert (first.first, second.first, third.first, third.next) == ("", top.path, top.path, "")


@pytest.mark.parametrize(
    ("place", "shown"), [(0, (0, 20)), (19, (0, 20)), (20, (10, 30)), (30, (20, 40)), (39, (29, 40))]
)
def test_branch_page_of_a_reply_far_down_shows_it_and_a_few_before(place, shown):
    top = CommentFactory()
    replies = [reply_to(top) for _each in range(40)]
    page = branch_page(replies[place], size=20)
    assert [r.pk for r in page.replies] == [r.pk for r in replies[slice(*shown)]]
    assert page.first == (top.path if shown[0] else "")


def test_branch_page_of_a_chain_deeper_than_the_path_ends():
    last = CommentFactory()
    for _level in range(DEEPEST + 3):
        last = reply_to(last)
    page = branch_page(last)
    assert (len(page.replies), page.next) == (DEEPEST + 3, "")


@pytest.mark.parametrize("call", [lambda top: thread_page(top.root, order="oldest"), branch_page])
def test_pages_of_a_thread_take_the_same_number_of_queries_at_one_and_three_rows(call):
    top = CommentFactory()
    numbers = []
    for more in (1, 2):
        for _each in range(more):
            reply_to(CommentFactory(root=top.root))
            reply_to(top)
        top.refresh_from_db()
        with CaptureQueriesContext(connection) as queries:
            call(Contribution.objects.with_author().select_related("root").get(pk=top.pk))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
