"""The words scale of a report: few, some, many, most, each between printed bounds."""

import re

from django.utils.translation import gettext_lazy as _

FEW, SOME, MANY, MOST = "few", "some", "many", "most"
LABELS = {FEW: _("few"), SOME: _("some"), MANY: _("many"), MOST: _("most")}
# As they are written in the languages of the interface; a sentence that uses one must mean it.
WRITTEN = {
    FEW: re.compile(r"\b(?:few|peu de|quelques)\b", re.IGNORECASE),
    SOME: re.compile(r"\b(?:some|certains|certaines)\b", re.IGNORECASE),
    MANY: re.compile(r"\b(?:many|beaucoup|nombreux|nombreuses)\b", re.IGNORECASE),
    MOST: re.compile(r"\b(?:most|la plupart|une majorité|a majority)\b", re.IGNORECASE),
}
FEWEST = 30


def word_for(number, total, bounds):
    """FEW, SOME, MANY or MOST for a number out of a total; "" when the total is too small for shares.

    bounds: [few below, some below, many below], in per cent.
    """
    if number is None or total < FEWEST:
        return ""
    steps = zip(bounds, (FEW, SOME, MANY), strict=True)
    return next((word for bound, word in steps if 100 * number < bound * total), MOST)


def words_used(sentence):
    """The words of the scale that a sentence uses."""
    return [word for word, pattern in WRITTEN.items() if pattern.search(sentence)]


def bounds_in_words(bounds):
    """[(word, from, below)] in per cent, for the table beside the report."""
    edges = [0, *bounds, 100]
    return [(LABELS[word], edges[n], edges[n + 1]) for n, word in enumerate((FEW, SOME, MANY, MOST))]
