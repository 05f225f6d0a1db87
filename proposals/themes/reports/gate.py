"""The publish gate: what a report must have before anybody may freeze, sign or publish it.

Each line is a test over rows that returns what is missing, in words. Modules of `checks` add theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of the gate: its code, what it is about, and its test."""

    code: str
    words: str
    test: Callable


@dataclass(frozen=True)
class Answer:
    """What a line of the gate said of a run: nothing missing, or each missing part in words."""

    code: str
    words: str
    problems: list

    @property
    def passed(self):
        return not self.problems


_lines: dict[str, Line] = {}


def requires(code, words):
    """Register test(consultation, run) -> [what is missing] under a code; `words` name the line."""

    def register(test):
        _lines[code] = Line(code, words, test)
        return test

    return register


def ask(consultation, run):
    """[Answer] of every line, in the order in which they were registered."""
    return [Answer(line.code, line.words, line.test(consultation, run)) for line in _lines.values()]


def missing_parts(consultation, run):
    """Everything missing, in words; [] when the report may be published."""
    return problems_of(ask(consultation, run))


def problems_of(answers):
    """Everything missing by these answers, in words."""
    return [problem for answer in answers for problem in answer.problems]
