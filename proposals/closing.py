"""What is still open when everything received is to be frozen; each floor registers the lines it knows of."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the closing list: its code, its words, and how many stand on it in a consultation."""

    code: str
    words: str
    number_in: Callable


@dataclass(frozen=True)
class Counted:
    """A line with its number."""

    code: str
    words: str
    number: int


_lines: dict[str, Line] = {}


def closing_line(code, words):
    """Register function(consultation) -> number under a code."""

    def register(number_in):
        _lines[code] = Line(code, words, number_in)
        return number_in

    return register


def words_of(code):
    """What a line is about; a code that nobody registers any more stands for itself."""
    return _lines[code].words if code in _lines else code


def closing_list(consultation):
    """[Counted] of every line, empty ones too, in the order in which they were registered."""
    return [Counted(each.code, each.words, each.number_in(consultation)) for each in _lines.values()]
