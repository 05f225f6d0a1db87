"""The gaps of a template for reasons: `___`, to be filled with the facts of the case."""

import re

MARK = "___"
GAP = re.compile(r"_{3,}")


def has_gap(text):
    return GAP.search(text) is not None
