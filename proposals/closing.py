"""What is still open when everything received is to be frozen; each floor registers the lines it knows of."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the closing list: its code, its words for a number, and how many stand on it."""

    code: str
    words: Callable
    number_in: Callable


@dataclass(frozen=True)
class Counted:
    """A line with its number, and the words for so many."""

    code: str
    words: str
    number: int


_lines: dict[str, Line] = {}


def closing_line(code, words):
    """Register function(consultation) -> number under a code; words(number) names so many of them."""

    def register(number_in):
        _lines[code] = Line(code, words, number_in)
        return number_in

    return register


def words_of(code, number):
    """What a line of so many is about; a code that nobody registers any more stands for itself."""
    return _lines[code].words(number) if code in _lines else code


def closing_list(consultation):
    """[Counted] of every line, empty ones too, in the order in which they were registered."""
    counted = [(line, line.number_in(consultation)) for line in _lines.values()]
    return [Counted(line.code, line.words(number), number) for line, number in counted]
