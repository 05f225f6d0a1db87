"""Cutting a long text into passages of whole sentences, by character offsets, in every script."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

# A sentence ends at its mark, closing quotes and brackets included; marks of scripts without spaces need none
# after them, the others do, so that "3.5" and "e.g.," stay whole. A line break always ends one.
_SENTENCE_END = re.compile(
    r"[。！？｡︒؟۔।॥።᙮⁈⁉‼…]+[\"'”’»)\]）」』】]*\s*"
    r"|[.!?;]+[\"'”’»)\]]*(?:\s+|$)"
    r"|\n\s*"
)
_INITIAL = re.compile(
    r"(?:\b\w|\b(?:e\.g|i\.e|z\.B|u\.a|bzw|etc|Mr|Mrs|Ms|Dr|St|No|Nr|vs|ca|art|p|pp))\.\s*$", re.IGNORECASE
)
_WEAK_BREAK = re.compile(r"[,:;、，；：–—]\s*|\s+")


def split_passages(text: str, limit: int = 400) -> list[Span]:
    """Cut a text into passages of whole sentences, each of at most `limit` characters.

    Sentences are gathered until the next would pass the limit; a sentence longer than the limit is cut after
    a comma or a space, one without either at the limit. A text within the limit is one passage.

    Returns (start, end) character offsets in order, never overlapping, with surrounding white space left out,
    so that every character that is not white space lies in exactly one passage; [] for a blank text. Raises
    ValueError when `text` is not a string or `limit` is below 1.
    """
    if not isinstance(text, str):
        raise ValueError("text must be a string")
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise ValueError(f"limit must be a whole number of at least 1, got {limit!r}")
    pieces = [piece for sentence in _sentences(text) for piece in _cut_to_limit(text, sentence, limit)]
    return _gather(pieces, limit)


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if text[end.start()] == "." and _INITIAL.search(text, max(start, end.end() - 12), end.end()):
            continue
        yield from _stripped(text, start, end.end())
        start = end.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _cut_to_limit(text: str, span: Span, limit: int) -> Iterator[Span]:
    start, end = span
    while end - start > limit:
        cut = max(
            (m.end() for m in _WEAK_BREAK.finditer(text, start + limit // 2, start + limit)),
            default=start + limit,
        )
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _gather(pieces: list[Span], limit: int) -> list[Span]:
    gathered: list[Span] = []
    for start, end in pieces:
        if gathered and end - gathered[-1][0] <= limit:
            gathered[-1] = (gathered[-1][0], end)
        else:
            gathered.append((start, end))
    return gathered
