"""What a consultation still lacks: words and dates before it may open, people before its later steps."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from .editions import PROMISE_PARTS
from .enums import ModerationMode, QuestionKind, Role
from .signals import readiness_asked

PROMISE_NAMES = {
    "still_open": _("what is still open"),
    "already_fixed": _("what is already fixed"),
    "who_decides": _("who decides"),
    "how_used": _("how you use what people say"),
    "when_back": _("when people hear back"),
}
FAULTS = {
    "phase_undated": _("a date on which each phase opens"),
    "phase_backwards": _("a phase that closes after it opens: “%(name)s” closes before"),
    "nobody_there": _("staffed hours, since the timetable of moderation depends on them"),
    "question_unchoosable": _("at least two choices for the question “%(name)s”"),
    "question_twice": _("a short name of its own for each question: “%(name)s” stands twice"),
}
PEOPLE = [
    ("second_moderator", Role.MODERATOR, 2, _("a second moderator, who decides appeals against the first")),
    ("second_coder", Role.ANALYST, 2, _("a second analyst, who codes a sample blind beside the first")),
    ("responder", Role.RESPONDER, 1, _("a policymaker, who answers each theme")),
]


def missing_for_opening(edition):
    """[(code, what is missing)] without which a consultation may not be published."""
    return [*_missing_promise(edition), *_missing_facts(edition), *faults_of(edition)]


def _missing_promise(edition):
    said = edition.said("promises") or {}
    return [
        (f"promise_{part}", _("the promise: %(part)s") % {"part": PROMISE_NAMES[part]})
        for part in PROMISE_PARTS
        if not (said.get(part) or "").strip()
    ]


def _missing_facts(edition):
    missing = []
    if not edition.said("decided_by").strip():
        missing.append(("decided_by", _("the name of the body that decides")))
    if not edition.facts.get("answer_due_on"):
        missing.append(("answer_due_on", _("the date by which people get an answer")))
    if not any(phase.allows for phase in edition.phases):
        missing.append(("phase", _("a phase in which people can do something")))
    return missing


def faults_of(edition):
    """[(code, what must be put right)] in phases and questions."""
    return [*_phase_faults(edition), *_timetable_faults(edition), *_question_faults(edition)]


def _timetable_faults(edition):
    modes = {edition.facts.get("moderation_mode"), *(phase.moderation_mode for phase in edition.phases)}
    if ModerationMode.TIMETABLE in modes and not edition.facts.get("staffed_hours"):
        yield "nobody_there", FAULTS["nobody_there"]


def _phase_faults(edition):
    for phase in edition.phases:
        name = phase.titles.get(edition.source_language) or phase.kind
        if phase.opens_at is None:
            yield "phase_undated", FAULTS["phase_undated"]
        elif phase.closes_at is not None and phase.closes_at <= phase.opens_at:
            yield "phase_backwards", FAULTS["phase_backwards"] % {"name": name}


def _question_faults(edition):
    for question in edition.questions:
        name = question.texts.get(edition.source_language) or question.key
        if question.kind != QuestionKind.OPEN and len(question.choices) < 2:
            yield "question_unchoosable", FAULTS["question_unchoosable"] % {"name": name}
    for key, times in Counter(question.key for question in edition.questions).items():
        if times > 1:
            yield "question_twice", FAULTS["question_twice"] % {"name": key}


def missing_people(consultation):
    """[(code, who is missing)] for steps after opening; with no consultation yet, everybody is."""
    held = Counter(consultation.memberships.current().values_list("role", flat=True)) if consultation else {}
    missing = [(code, text) for code, role, wanted, text in PEOPLE if held.get(role, 0) < wanted]
    if consultation is not None:
        answers: Any = readiness_asked.send(sender=type(consultation), consultation=consultation)
        for _receiver, more in answers:
            missing.extend(more or [])
    return missing
