"""The features of the linear model: each belongs to one word, so that every ground is a word one can read."""

import re

from .patterns import masked

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SHORTEST, LONGEST = 3, 5
LONGEST_WORD = 24


def words_of(text):
    """The words of a text in order, as written, with personal details and links masked."""
    return [match[0] for match in WORD.finditer(masked(text))]


def features_of_word(word):
    """The word itself, and the runs of 3 to 5 letters in it: they carry over to its other forms."""
    folded = word.casefold()[:LONGEST_WORD]
    edged = f"<{folded}>"
    runs = [
        edged[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(edged) - length + 1)
    ]
    return [f"w:{folded}", *runs]


def features_of(text):
    """All features of a text, repeated as often as they occur."""
    return [feature for word in words_of(text) for feature in features_of_word(word)]
