"""Contrast is measured as WCAG 2.2 does, and a brand that cannot be read is refused."""

import pytest

from consult.contrast import FailingPair, contrast, failing_pairs, mix

BRAND = {
    "surface": "#461d4b",
    "on_surface": "#fff",
    "action": "#6b2a70",
    "action_dark": "#dfabe6",
    "signal": "#f2b01e",
}


@pytest.mark.parametrize(
    ("front", "back", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#777777", 4.48),
    ],
)
def test_contrast_of_two_colours_matches_the_published_value(front, back, ratio):
    assert round(contrast(front, back), 2) == ratio


def test_mix_takes_a_share_of_each_channel():
    assert mix("#ffffff", 0.25, "#000000") == "#404040"


def test_colour_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not a colour: blue"):
        contrast("blue", "#fff")


def test_own_brand_has_no_failing_pair():
    assert failing_pairs(**BRAND) == []


def test_pale_action_fails_where_it_is_text_and_where_it_carries_text():
    failing = failing_pairs(**BRAND | {"action": "#c9a0cc"})
    assert [(pair.front, pair.back) for pair in failing] == [
        ("#c9a0cc", "#ffffff"),
        ("#c9a0cc", "#f6f5f2"),
        ("#c9a0cc", mix("#c9a0cc", 0.08, "#ffffff")),
        ("#ffffff", "#c9a0cc"),
    ]


def test_failing_pair_says_what_was_measured_and_needed():
    assert failing_pairs(**BRAND | {"on_surface": "#461d4b"})[0] == FailingPair(
        "#461d4b", "#461d4b", 1.0, 4.5
    )
