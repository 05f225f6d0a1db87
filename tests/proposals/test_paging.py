"""Lists by key: every row once, whatever comes in or goes meanwhile; orders that favour nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.models import Contribution, Proposal, Tally
from proposals.paging import (
    LARGEST_SEED,
    is_number,
    new_seed,
    ordered_page,
    orders_offered,
    proposals_page,
    seed_from,
    shuffled_ids,
)
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory

database = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "seed"),
    [
        ("7", 7),
        ("9999", 9999),
        ("0", None),
        ("10000", None),
        ("-1", None),
        ("x", None),
        ("", None),
        (None, None),
    ],
)
def test_seed_from_takes_what_a_person_can_read_out(typed, seed):
    assert seed_from(typed) == seed


def test_new_seed_is_one_that_a_request_may_name():
    assert {seed_from(str(new_seed())) is None for _each in range(200)} == {False}


@pytest.mark.parametrize(
    ("typed", "number"), [("12", True), ("²", False), ("١٢", False), ("-1", False), ("", False)]
)
def test_is_number_takes_ascii_figures_only(typed, number):
    assert is_number(typed) is number


@given(st.sets(st.integers(1, 10**9), max_size=60), st.integers(1, LARGEST_SEED))
def test_shuffled_ids_is_one_order_for_a_seed_and_newcomers_move_nobody(ids, seed):
    before = shuffled_ids(ids, seed)
    after = shuffled_ids(ids | {10**9 + 1}, seed)
    assert sorted(before) == sorted(ids)
    assert [pk for pk in after if pk != 10**9 + 1] == before


def test_shuffled_ids_puts_each_id_first_about_as_often():
    firsts = [shuffled_ids(range(1, 6), seed)[0] for seed in range(1, LARGEST_SEED + 1)]
    shares = [firsts.count(pk) / len(firsts) for pk in range(1, 6)]
    assert all(0.18 < share < 0.22 for share in shares), shares


def pages(queryset, order, *, between=lambda: None, size=2):
    """Ids page by page; `between` runs after each page."""
    seen, after, version = [], "", 0
    while True:
        page = proposals_page(
            queryset.all(), order=order, seed=7, after=after, size=size, version=f"test:{version}"
        )
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            return seen
        between()
        version += 1


@database
@pytest.mark.parametrize("order", ["shuffled", "newest", "fewest"])
def test_proposals_page_meets_every_row_once(order):
    first = ProposalFactory()
    for number in range(6):
        ProposalFactory(consultation_of=first.consultation, reply_count=number % 2)
    rows = Proposal.objects.all()
    seen = pages(rows, order)
    expected = {
        "shuffled": shuffled_ids([row.pk for row in rows], 7),
        "newest": sorted((row.pk for row in rows), reverse=True),
        "fewest": [row.pk for row in rows.order_by("reply_count", "pk")],
    }
    assert seen == expected[order]


VOTES_FOR_AND_AGAINST = [(0, 0), (2, 0), (200, 10), (10, 200), (0, 2), (200, 10)]
BY_AGREEMENT = [2, 5, 1, 0, 4, 3]


@database
@pytest.mark.parametrize("visibility", ["always", "after_vote", "after_close"])
def test_most_agreed_page_meets_every_row_once_where_results_are_open_and_none_elsewhere(visibility):
    consultation = ConsultationFactory(results_visibility=visibility)
    rows = [ProposalFactory(consultation_of=consultation) for _each in VOTES_FOR_AND_AGAINST]
    for row, (agree, disagree) in zip(rows, VOTES_FOR_AND_AGAINST, strict=True):
        Tally.objects.filter(pk=row.pk).update(agree=agree, disagree=disagree)
    expected = [rows[place].pk for place in BY_AGREEMENT] if visibility == "always" else []
    assert pages(Proposal.objects.all(), "agreed") == expected


@pytest.mark.parametrize(("open_to_all", "offered"), [(True, ["newest", "agreed"]), (False, ["newest"])])
def test_orders_made_of_votes_are_offered_when_results_are_open(open_to_all, offered):
    assert list(orders_offered({"newest": "Newest"}, results_open=open_to_all)) == offered


@database
def test_shuffled_page_goes_on_where_the_last_row_was_hidden_meanwhile():
    first = ProposalFactory()
    for _each in range(5):
        ProposalFactory(consultation_of=first.consultation)
    order = shuffled_ids(list(Proposal.objects.values_list("pk", flat=True)), 7)
    hide_last = iter([order[1]])

    def hide():
        Contribution.objects.filter(pk=next(hide_last, 0)).update(state="hidden")

    assert pages(Proposal.objects.shown(), "shuffled", between=hide) == order


@database
@pytest.mark.parametrize("order", ["oldest", "newest", "unanswered", "fewest", "agreed"])
@pytest.mark.parametrize(
    "after", ["²", "١", "-", "--", "9" * 40, f"{'9' * 40}-{'9' * 40}", "1-2-3", "x", "\x00", "1 OR 1=1"]
)
def test_ordered_page_odd_keys_are_a_page_and_never_an_error(order, after):
    row = ProposalFactory()
    page = ordered_page(Contribution.objects.all(), order=order, after=after, size=2)
    assert {each.pk for each in page.rows} <= {row.pk}


@database
def test_shuffled_list_is_kept_until_something_happens():
    consultation = ConsultationFactory()
    rows = Proposal.objects.filter(consultation=consultation)
    kept = {"order": "shuffled", "seed": 1, "after": "", "size": 9}
    assert proposals_page(rows, version="a", **kept).rows == []
    ProposalFactory(consultation_of=consultation)
    assert proposals_page(rows.all(), version="a", **kept).rows == []
    assert len(proposals_page(rows.all(), version="b", **kept).rows) == 1
