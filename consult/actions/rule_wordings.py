"""Keeps what house rules said: each change leaves the old words and the new ones, for the public history."""

from consult.models import HouseRule, HouseRuleWording


def keep_wordings(consultation):
    """Note the present words of rules that were added, changed or retired.

    Returns [[id of the wording before or None, id of the present one]] of these, in the order of the page.
    """
    changed = []
    rules = HouseRule.objects.filter(consultation=consultation).prefetch_related("wordings")
    for rule in rules:
        last = max(rule.wordings.all(), key=lambda each: each.pk, default=None)
        said = _said(rule)
        if (last is None and not said["retired"]) or (last is not None and _differs(last, said)):
            present = HouseRuleWording.objects.create(rule=rule, **said)
            changed.append([last.pk if last else None, present.pk])
    return changed


def _said(rule):
    return {
        "number": rule.number,
        "texts": rule.texts,
        "notes": rule.notes,
        "retired": rule.retired_at is not None,
    }


def _differs(wording, said):
    return any(getattr(wording, name) != value for name, value in said.items())
