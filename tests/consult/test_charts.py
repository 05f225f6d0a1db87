"""Figures add up, keep their order, and turn with the direction of writing."""

import pytest

from consult.charts import Segment, axis_end, axis_ticks, on_axis, segments, whole_percentages


@pytest.mark.parametrize(
    ("counts", "shares"),
    [
        ([210, 133, 60], [52, 33, 15]),
        ([1, 1, 1], [34, 33, 33]),
        ([2, 1], [67, 33]),
        ([0, 0, 0], [0, 0, 0]),
        ([7, 0, 0], [100, 0, 0]),
        ([1, 999], [0, 100]),
    ],
)
def test_whole_percentages_go_by_the_largest_remainder(counts, shares):
    assert whole_percentages(counts) == shares


@pytest.mark.parametrize("counts", [[3, 3, 1], [14, 71, 15], [1, 1, 1, 1, 1, 1], [5, 8, 13, 21]])
def test_whole_percentages_add_up_to_a_hundred(counts):
    assert sum(whole_percentages(counts)) == 100


def test_segments_leave_a_gap_and_fill_the_bar():
    assert segments([("agree", 1), ("disagree", 1)]) == [
        Segment("agree", 0.0, 49.8),
        Segment("disagree", 50.2, 49.8),
    ]


def test_segments_of_nothing_leave_no_trace():
    assert segments([("agree", 0), ("disagree", 4), ("pass", 0)]) == [Segment("disagree", 0.0, 100.0)]


def test_segments_mirrored_start_at_the_other_end():
    assert segments([("agree", 3), ("pass", 1)], mirrored=True) == [
        Segment("agree", 25.3, 74.7),
        Segment("pass", 0.0, 24.9),
    ]


@pytest.mark.parametrize(
    ("highs", "end"), [([33.4, 27.4], 40), ([40], 40), ([3], 10), ([], 10), ([100], 100)]
)
def test_axis_ends_at_the_next_ten(highs, end):
    assert axis_end(highs) == end


@pytest.mark.parametrize(
    ("end", "ticks"),
    [(40, [0, 10, 20, 30, 40]), (10, [0, 5, 10]), (70, [0, 35, 70]), (100, [0, 20, 40, 60, 80, 100])],
)
def test_axis_has_few_ticks_on_whole_numbers(end, ticks):
    assert axis_ticks(end) == ticks


@pytest.mark.parametrize("end", range(10, 101, 10))
def test_axis_ends_on_a_tick(end):
    assert axis_ticks(end)[-1] == end


@pytest.mark.parametrize(
    ("value", "mirrored", "place"),
    [(10, False, 25.0), (10, True, 75.0), (50, False, 100.0), (-1, False, 0.0)],
)
def test_value_stands_on_the_axis_or_at_its_end(value, mirrored, place):
    assert on_axis(value, 40, mirrored) == place
