"""Contrast is measured as WCAG 2.2 does."""

import pytest

from consult.contrast import contrast, mix


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
