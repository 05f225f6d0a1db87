"""What a reader typed to search for, and where a text holds it; databases fold letters the same way."""

import re
import unicodedata

MOST_SIGNS = 100
MOST_WORDS = 8
WORD = re.compile(r"[^\W_]+")
# Around the first hit, on both sides together.
EXCERPT = 240
BEFORE = 60


def words_of(typed):
    """The words to look for: without accents and capitals, each once, at most MOST_WORDS."""
    found = WORD.findall(folded(composed(str(typed)[:MOST_SIGNS])))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def composed(text):
    """A letter and its accent as one sign."""
    return unicodedata.normalize("NFC", text)


def folded(text):
    """The text without accents and capitals, as long as before, so that places stay places."""
    return "".join(map(_folded_sign, text))


def _folded_sign(sign):
    if sign.isascii():
        return sign.lower()
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


def holds(text, words):
    """Does every one of the words begin a word of the text? As `ContributionQuerySet.matching` finds it."""
    said = WORD.findall(folded(composed(text)))
    return bool(words) and all(any(each.startswith(word) for each in said) for word in words)


def excerpt(text, words):
    """[(piece, whether it was looked for)] of a text around the first hit."""
    text = " ".join(composed(text).split())
    hits = [hit for hit in WORD.finditer(folded(text)) if hit[0].startswith(tuple(words))]
    start = _start(text, hits)
    end = start + EXCERPT
    cut = text.rfind(" ", start, end) if end < len(text) else len(text)
    end = cut if cut > start else min(end, len(text))
    pieces = _pieces(text, start, end, [hit.span() for hit in hits])
    return [("… ", False)] * (start > 0) + pieces + [(" …", False)] * (end < len(text))


def _start(text, hits):
    """Where an excerpt begins: a little before the first hit, at a word; at the top when that is near."""
    first = hits[0].start() if hits else 0
    if first <= BEFORE:
        return 0
    return text.find(" ", first - BEFORE, first) + 1 or first


def _pieces(text, start, end, spans):
    pieces, at = [], start
    for first, last in spans:
        if first < at or last > end:
            continue
        pieces += [(text[at:first], False)] * (first > at) + [(text[first:last], True)]
        at = last
    return pieces + [(text[at:end], False)] * (at < end)
