"""Finding in a text the words that a moderator wants replaced by a gap."""

from django.utils.translation import gettext as _

from consult.errors import Invalid

SHORTEST = 2


def spans_of(text, passages):
    """[[start, end]] of every place at which one of the passages stands, overlapping ones joined.

    Raises Invalid (field `passages`) when there is none, or one is not in the text word for word.
    """
    wanted = [passage.strip() for passage in passages if passage.strip()]
    if not wanted:
        raise Invalid({"passages": [_("Copy the words to be replaced from the text, one part a line.")]})
    found = []
    for passage in wanted:
        places = list(_places(text, passage)) if len(passage) >= SHORTEST else []
        if not places:
            raise Invalid({"passages": [_("“%(words)s” is not in the text.") % {"words": passage[:80]}]})
        found += places
    return joined(found)


def _places(text, passage):
    start = text.find(passage)
    while start >= 0:
        yield [start, start + len(passage)]
        start = text.find(passage, start + len(passage))


def joined(spans):
    """The same places in order, each letter in one span at most."""
    merged: list[list[int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
