"""Phases, questions and house rules of a page: matched by key, updated, added, retired."""

from uuid import UUID

from consult.clock import now
from consult.models import HouseRule, Phase, Question


def apply_rows(consultation, edition):
    """Bring the rows in line with an edition; returns the names of what changed."""
    wanted = {
        "phases": (Phase, {str(p.key): _phase(p) for p in edition.phases}),
        "questions": (
            Question,
            {q.key: {**_question(q), "position": i} for i, q in enumerate(edition.questions)},
        ),
        "house_rules": (
            HouseRule,
            {str(r.key): {**_rule(r), "number": i} for i, r in enumerate(edition.house_rules, 1)},
        ),
    }
    modes = _modes_changed(consultation, edition)
    changed = [name for name, (model, rows) in wanted.items() if _apply(model, consultation, rows)]
    return changed + ["phase_modes"] * modes


def _modes_changed(consultation, edition):
    """Does a phase that is known already get another way of moderation?"""
    before = dict(Phase.objects.filter(consultation=consultation).values_list("key", "moderation_mode"))
    now_said = {UUID(str(phase.key)): phase.moderation_mode for phase in edition.phases}
    return any(key in before and before[key] != mode for key, mode in now_said.items())


def _rule(rule):
    return {"texts": rule.texts, "notes": rule.notes}


def _phase(phase):
    return {
        "kind": phase.kind,
        "titles": phase.titles,
        "notes": phase.notes,
        "allows": phase.allows,
        "moderation_mode": phase.moderation_mode,
        "opens_at": phase.opens_at,
        "closes_at": phase.closes_at,
    }


def _question(question):
    return {
        "kind": question.kind,
        "texts": question.texts,
        "hints": question.hints,
        "choices": question.choices,
        "multiple": question.multiple,
        "required": question.required,
    }


def _apply(model, consultation, wanted):
    kept = {str(row.key): row for row in model.objects.filter(consultation=consultation)}
    changed = [_write(model, consultation, kept.get(key), key, values) for key, values in wanted.items()]
    gone = [row.pk for key, row in kept.items() if key not in wanted and row.retired_at is None]
    retired = model.objects.filter(pk__in=gone).update(retired_at=now())
    return any(changed) or bool(retired)


def _write(model, consultation, row, key, values):
    if row is None:
        model.objects.create(consultation=consultation, key=key, **values)
        return True
    values = {**values, "retired_at": None}
    if isinstance(row, Question):
        values["choices"] = _with_past_choices(row.choices, values["choices"])
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Phase):
        _announce_again(row)
    row.save()
    return True


def _announce_again(phase):
    """A time moved into the future is announced anew when it comes."""
    if phase.opens_at > now():
        phase.announced_open_at = None
    if phase.closes_at is None or phase.closes_at > now():
        phase.announced_close_at = None


def _with_past_choices(past, choices):
    """Choices that were taken away stay behind, retired: answers already given keep their label."""
    present = {choice["value"] for choice in choices}
    return choices + [{**choice, "retired": True} for choice in past if choice["value"] not in present]
