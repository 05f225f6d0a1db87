"""The public log of what changed in a consultation after it opened."""

from collections.abc import Callable
from datetime import date, datetime

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from consult.enums import ModerationMode
from consult.models import Consultation, HouseRuleWording, LogEntry
from consult.templatetags.dates import in_words

SHOWN = ["consultation.published", "consultation.changed", "phase.opened", "phase.closed"]
FIELDS = {
    "titles": _("the title"),
    "summaries": _("the summary"),
    "places": _("the place"),
    "promises": _("the promise"),
    "decided_by": _("who decides"),
    "answer_due_on": _("the date of the answer"),
    "invited_only": _("who may read"),
    "access_propose": _("who may make proposals"),
    "access_comment": _("who may comment"),
    "access_answer": _("who may answer the questions"),
    "access_vote": _("who may vote"),
    "moderation_mode": _("when a moderator reads contributions"),
    "phase_modes": _("when a moderator reads contributions in a phase"),
    "staffed_hours": _("the hours in which moderators are there"),
    "reading_hours": _("the time in which a moderator decides"),
    "hides_authors": _("whether moderators see names before they decide"),
    "results_visibility": _("when vote counts are shown"),
    "disclosure_threshold": _("the smallest group with a number"),
    "languages": _("the languages people may write in"),
    "phases": _("the phases"),
    "questions": _("the questions"),
    "house_rules": _("the house rules"),
    "translations": _("the translations"),
}
ACTS = {
    "consultation.published": _("Opened"),
    "phase.opened": _("Phase began"),
    "phase.closed": _("Phase ended"),
}


@require_safe
def changes(request, slug):
    """Newest first; what changed by name, and of house rules the old and the new words."""
    consultation = Consultation.objects.visible_to(request.user).filter(slug=slug).first()
    if consultation is None:
        raise Http404
    entries = LogEntry.objects.filter(chain=consultation.pk, act__in=SHOWN).order_by("-number")[:200]
    phases = {phase.pk: phase for phase in consultation.phases.all()}
    wordings = _wordings_of(entries)
    rows = [
        {"at": each.at, "words": _words(each, phases), "rules": _rules(each, wordings)} for each in entries
    ]
    return render(request, "consult/changes.html", {"consultation": consultation, "rows": rows})


def _wordings_of(entries):
    """{id: HouseRuleWording} of all that these entries speak of; one query."""
    ids = {pk for entry in entries for pair in entry.details.get("rules", []) for pk in pair}
    return HouseRuleWording.objects.select_related("rule__consultation").in_bulk(ids - {None})


def _rules(entry, wordings):
    """[(words before or None, words now or None)] of the house rules that read otherwise in this language."""
    ids = entry.details.get("rules", [])
    pairs = [[_in_use(wordings.get(pk)) for pk in pair] for pair in ids]
    return [(was, present) for was, present in pairs if _said(was) != _said(present)]


def _said(wording):
    return wording and (str(wording), wording.note)


def _in_use(wording):
    return wording if wording is not None and not wording.retired else None


SAID: dict[str, Callable] = {
    "moderation_mode": lambda code: ModerationMode(code).label,
    "reading_hours": lambda number: ngettext("%(n)d hour", "%(n)d hours", number) % {"n": number},
    "hides_authors": lambda hidden: pgettext("answer", "no") if hidden else pgettext("answer", "yes"),
    "answer_due_on": lambda day: in_words(date.fromisoformat(day)) if day else pgettext("date", "none"),
}


def _named(name, values):
    """What changed, with what it was and is where the log keeps that."""
    if not values:
        return str(FIELDS[name])
    return _was_and_is(FIELDS[name], *(SAID[name](value) for value in values))


def _was_and_is(what, was, is_now):
    return _("%(what)s (was: %(was)s, now: %(now)s)") % {"what": what, "was": was, "now": is_now}


def _window(moments):
    """From when to when, in words; a phase without an end stays open."""
    opens, closes = (at and in_words(datetime.fromisoformat(at), "moment") for at in moments)
    if closes is None:
        return _("from %(from)s on") % {"from": opens}
    return _("%(from)s to %(to)s") % {"from": opens, "to": closes}


def _moved(entry, phases):
    """Each phase that began or ended at another moment, with both windows."""
    windows = {phases.get(int(pk)): both for pk, both in entry.details.get("windows", {}).items()}
    return [
        _was_and_is(_("the phase “%(title)s”") % {"title": phase.title}, *(_window(each) for each in both))
        for phase, both in windows.items()
        if phase
    ]


def _words(entry, phases):
    if entry.act == "consultation.changed":
        values = entry.details.get("values", {})
        names = [name for name in entry.details.get("fields", []) if name in FIELDS]
        named = [_named(name, values.get(name)) for name in names]
        return {"act": _("Changed"), "named": named + _moved(entry, phases)}
    phase = phases.get(entry.target_id) if entry.act.startswith("phase.") else None
    return {"act": ACTS[entry.act], "named": [phase.title] if phase else []}
