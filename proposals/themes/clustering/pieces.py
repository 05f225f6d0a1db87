"""Cutting texts into the pieces of the encoder's vocabulary, each word once."""

import re
from functools import lru_cache
from typing import Any

_UNKNOWN, _BEGIN, _END = 0, 1, 2
_WORD = re.compile(r"[^ \t\n\f\r]+")  # between what the tokenizer itself takes for a space among ASCII signs
_REMEMBERED = 50_000
_LONGEST = 40  # characters; scripts without spaces write whole sentences as one word


class WordByWord:
    """The pieces that the encoder package's `tokenizer` gives, quicker on texts that repeat words.

    No piece reaches across a space, and the best cut of a text is the best cut of each of its words (scores
    are of single precision and add up exactly in double), so words are cut one by one and the 50,000 last
    used are kept, about 10 MB.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._remembered = lru_cache(_REMEMBERED)(self._cut)

    def encode(
        self, text: str, out_type: type = int, add_bos: bool = True, add_eos: bool = True
    ) -> list[Any]:
        """Numbers of the pieces of a text, or with `out_type=str` the pieces themselves."""
        if out_type is not int:
            return list(self._tokenizer.encode(text, out_type, add_bos, add_eos))
        ids: list[int] = []
        for word in _WORD.findall(text):
            ids += self._remembered(word) if len(word) <= _LONGEST else self._cut(word)
        return [_BEGIN] * add_bos + (ids or [_UNKNOWN]) + [_END] * add_eos

    def _cut(self, word: str) -> tuple[int, ...]:
        """Pieces of one word; none when it is of invisible signs alone."""
        written = self._tokenizer._normalizer.normalize(word)
        return tuple(self._tokenizer._viterbi(written)) if written else ()
