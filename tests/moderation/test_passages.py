"""Finding the words to be replaced."""

import pytest

from consult.errors import Invalid
from moderation.passages import spans_of

TEXT = "Call 01632 960553 or 01632 960553. Ask for Amé, Amé knows."


@pytest.mark.parametrize(
    ("passages", "spans"),
    [
        (["01632 960553"], [[5, 17], [21, 33]]),
        ([" Amé "], [[43, 46], [48, 51]]),
        (["01632", "32 96", ""], [[5, 13], [21, 29]]),
        (["Call", "01632 960553 or"], [[0, 4], [5, 20]]),
    ],
)
def test_every_place_is_found_and_overlaps_are_joined(passages, spans):
    assert spans_of(TEXT, passages) == spans


@pytest.mark.parametrize("passages", [[], [""], ["x"], ["nowhere"], ["call 01632"]])
def test_words_that_are_not_there_are_answered(passages):
    with pytest.raises(Invalid) as refusal:
        spans_of(TEXT, passages)
    assert list(refusal.value.fields) == ["passages"]
