import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proposals.themes.clustering.encoder import load_encoder
from tests.proposals.themes.clustering.test_language import SENTENCES

SIGNS = "abcdefgABC xyz \t\n\u00a0\u3000\u200b\u0301\u2581éßñœ.,;!?'’-0123456789公園树がพ트ﬁ½Ⅳ𝐚🌳"


@pytest.fixture(scope="module")
def both():
    """The tokenizer of the package, and ours around it."""
    ours = load_encoder()._tokenizer
    return ours._tokenizer, ours


@pytest.mark.parametrize("text", SENTENCES.values())
def test_sentences_of_many_languages_fall_into_the_same_pieces(both, text):
    theirs, ours = both
    assert ours.encode(text) == theirs.encode(text)
    assert ours.encode(text, out_type=str) == theirs.encode(text, out_type=str)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=SIGNS, max_size=60) | st.text(max_size=40))
@example("")
@example(" \n ")
@example("\u200b")
@example("park \u200b tree")
@example("two\x0bwords\x1cor\x85three")
@example("y" * 500)
def test_any_text_falls_into_the_same_pieces_word_by_word(both, text):
    theirs, ours = both
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert ours.encode(text) == theirs.encode(text)
    assert ours.encode(text, int, False, False) == theirs.encode(text, int, False, False)
