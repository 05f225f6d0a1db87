"""Small drawings: what they show, and that they turn with the direction of writing."""

import re

import pytest
from django.utils.translation import override

from consult.templatetags import design

SPRITE = "consult/static/consult/icons.svg"


def drawn(svg, attribute):
    return re.findall(rf'\b{attribute}="([^"]+)"', svg)


def test_vote_bar_draws_against_hatched_between_for_and_neither():
    svg = design.vote_bar(61, 24, 15)
    assert drawn(svg, "class") == ["bar-chart", "fill-agree", "fill-disagree", "fill-pass"]
    assert drawn(svg, "fill") == ["url(#hatch)"]


def test_vote_bar_of_no_votes_is_left_out():
    assert design.vote_bar(0, 0, 0) == ""


def test_vote_bar_in_arabic_starts_at_the_right():
    with override("ar"):
        assert drawn(design.vote_bar(1, 0, 1), "x") == ["50.2%", "0.0%"]


def test_interval_without_an_estimate_is_left_out():
    assert design.interval_plot(30, None, None, 40) == ""


def test_axis_is_there_only_when_something_was_estimated():
    assert design.interval_end([None, 31.2, 12]) == 40
    assert design.interval_end([None, None]) is None


@pytest.mark.parametrize(
    ("value", "printed"), [(2318, "2,318"), (0, "0"), ("under 5", "under 5"), (None, "")]
)
def test_count_groups_figures_and_leaves_words(value, printed):
    assert design.count(value) == printed


def test_interval_band_spans_low_to_high():
    svg = design.interval_plot(30, 20, 40, 40)
    assert drawn(svg.split("<rect")[1], "x") == ["50.0%"]
    assert drawn(svg.split("<rect")[1], "width") == ["50.0%"]
    assert drawn(svg, "cx") == ["75.0%"]


@pytest.mark.parametrize(("percent", "width"), [(64, "64.0%"), (None, "0.0%"), (140, "100%")])
def test_meter_keeps_to_its_track(percent, width):
    assert drawn(design.meter(percent), "width")[1] == width


def test_status_repeats_its_word_with_icon_and_tint():
    tag = design.status("overdue")
    assert drawn(tag, "class")[0] == "tag tag-bad"
    assert tag.endswith("Answer overdue</span>")


def test_status_escapes_a_word_of_its_own():
    assert "<b>" not in design.status("plain", "<b>")


def test_every_icon_named_by_a_status_is_in_the_sprite(pytestconfig):
    sprite = set(re.findall(r'symbol id="([\w-]+)"', (pytestconfig.rootpath / SPRITE).read_text()))
    assert {drawn for _, drawn, _ in design.STATUSES.values() if drawn} <= sprite


def test_every_icon_named_by_a_template_is_in_the_sprite(pytestconfig):
    sprite = set(re.findall(r'symbol id="([\w-]+)"', (pytestconfig.rootpath / SPRITE).read_text()))
    used = {
        name
        for page in (pytestconfig.rootpath / "templates").rglob("*.html")
        for name in re.findall(r'\{% icon "([\w-]+)" %\}', page.read_text())
    }
    assert used - sprite == set()


@pytest.mark.parametrize(("number", "words"), [(2318, "2,318"), (12, "12"), (None, ""), ("", "")])
def test_count_marks_thousands(number, words):
    assert design.count(number) == words
