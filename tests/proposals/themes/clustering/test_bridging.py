"""Which side groups stand on, how many voices spoke, who is missing: whole numbers against the formulas."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering.bridging import is_loud, side_of, stand_of, voices
from proposals.themes.clustering.representation import is_silent


@pytest.mark.parametrize(
    "agreeing, texts, voters, side",
    [
        (100, 1, 2, 1),
        (100, 1, 1, 0),
        (70, 1, 10, 0),
        (70, 1, 11, 1),
        (30, 1, 11, -1),
        (140, 2, 11, 1),
        (50, 1, 100_000, 0),
        (0, 3, 5, -1),
    ],
)
def test_side_of_a_group_is(agreeing, texts, voters, side):
    assert side_of(agreeing, texts, voters) == side


@given(st.integers(0, 100), st.integers(1, 5_000))
def test_side_is_the_one_half_lies_beside_of_the_score_interval(percent, voters):
    z, p = 1.2816, percent / 100
    middle = (p + z * z / (2 * voters)) / (1 + z * z / voters)
    half = z * np.sqrt(p * (1 - p) / voters + z * z / (4 * voters**2)) / (1 + z * z / voters)
    edge = min(abs(middle - half - 0.5), abs(middle + half - 0.5))
    expected = 1 if middle - half > 0.5 else -1 if middle + half < 0.5 else 0
    assert side_of(percent, 1, voters) == expected or edge < 1e-9


@pytest.mark.parametrize("wrong", [(101, 1, 5), (-1, 1, 5), (50, 0, 5), (50, 1, 0)])
def test_side_of_impossible_numbers_is_refused(wrong):
    with pytest.raises(ValueError, match="cannot be"):
        side_of(*wrong)


@pytest.mark.parametrize(
    "agreeing, voters, stand",
    [
        ([90, 85, 80], [20, 20, 20], "bridges"),
        ([90, 85, 55], [20, 20, 20], "neither"),
        ([90, 50, 10], [20, 20, 20], "divides"),
        ([10, 10, 10], [20, 20, 20], "neither"),
        ([90, 85, 80], [20, 20, 2], "neither"),
    ],
    ids=["all agree", "one is not sure", "two sides", "all disagree", "too few of one"],
)
def test_theme_with_groups_that_agree_so_far(agreeing, voters, stand):
    assert stand_of(agreeing, 1, voters) == stand


def test_one_group_has_nobody_to_bridge_to():
    with pytest.raises(ValueError, match="two groups"):
        stand_of([90], 1, [20])


@pytest.mark.parametrize(
    "counts, spoke, loud",
    [
        ([1] * 40, 4000, False),
        ([312, *[1] * 100], 174, True),
        ([4] * 10, 1000, True),
        ([2] * 10, 1000, False),
        ([30, *[1] * 30], 387, True),
        ([], 0, False),
    ],
    ids=["one each", "a campaign", "ten people, four each", "two each", "one person half", "nobody"],
)
def test_voices_of_senders(counts, spoke, loud):
    assert (voices(counts), is_loud(voices(counts), sum(counts))) == (spoke, loud)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_voices_are_between_one_and_the_number_of_senders(counts):
    assert 100 <= voices(counts) <= 100 * len(counts)


@pytest.mark.parametrize(
    "received, answered, people, population, silent",
    [
        (3, 88, 250, 1000, True),
        (11, 88, 250, 1000, False),  # exactly half
        (10, 88, 250, 1000, True),
        (0, 88, 0, 1000, False),
        (0, 40, 40, 1000, False),  # nobody of four in a hundred: chance explains it
        (0, 400, 40, 1000, True),
        (88, 88, 1000, 1000, False),
    ],
)
def test_group_of_the_population_is_silent(received, answered, people, population, silent):
    assert is_silent(received, answered, people, population) == silent


@given(st.integers(1, 300), st.integers(1, 999), st.data())
def test_silence_is_less_than_half_and_outside_of_the_score_interval(answered, people, data):
    received = data.draw(st.integers(0, answered))
    p, q = Fraction(received, answered), Fraction(people, 1000)
    beyond = (q - p) ** 2 > Fraction(196, 100) ** 2 * q * (1 - q) / answered
    assert is_silent(received, answered, people, 1000) == (p < q / 2 and beyond)


@pytest.mark.parametrize("wrong", [(5, 4, 1, 2), (-1, 4, 1, 2), (0, 0, 1, 2), (1, 4, 3, 2), (1, 4, 0, 0)])
def test_silence_of_impossible_numbers_is_refused(wrong):
    with pytest.raises(ValueError, match="cannot be"):
        is_silent(*wrong)
