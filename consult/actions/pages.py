"""Applies what an editor published: facts and words of a page become the consultation that rules test."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.clock import now
from consult.completeness import missing_for_opening
from consult.editions import PROMISE_PARTS
from consult.enums import ConsultationState
from consult.errors import Refused
from consult.models import Body, Consultation
from consult.rules import check
from consult.signals import access_changed, consultation_changed, consultation_opening

from .log import record
from .ownership import claim_ownership
from .page_rows import apply_rows
from .rule_wordings import keep_wordings

# Told from what to what: these are codes, numbers and dates, never words.
TOLD_IN_FULL = ["moderation_mode", "reading_hours", "hides_authors", "answer_due_on"]
ACCESS_FIELDS = {"invited_only", "access_propose", "access_comment", "access_answer", "access_vote"}


def apply_page(*, by, edition, consultation=None, body=None):
    """Publish an edition: create the consultation, open it out of rehearsal, or change it.

    What the page no longer has is retired, never deleted. Opening makes the acting person an owner.
    Raises Refused for an incomplete promise, an address taken or changed, and people who are not owners.
    """
    with transaction.atomic():
        consultation = _locked(consultation)
        opening = consultation is None or consultation.in_rehearsal
        _check(by, edition, consultation, opening)
        before, windows = _told_of(consultation), _windows_of(consultation)
        consultation, changed = write_edition(edition, consultation, body)
        rules = keep_wordings(consultation)
        if opening:
            _open(consultation, by)
        elif changed:
            _tell(
                consultation, by, changed, before, {"rules": rules, "windows": _moved(windows, consultation)}
            )
    return consultation


def write_edition(edition, consultation, body=None):
    """Copy facts, words and rows into the consultation; returns it with the names of what changed."""
    consultation = consultation or Consultation(body=body or Body.objects.order_by("pk").first())
    wanted = {
        "slug": edition.slug,
        "source_language": edition.source_language,
        **edition.facts,
        **edition.words,
    }
    wanted["promises"] = _whole_promises(edition)
    changed = _changed(consultation, wanted)
    for name, value in wanted.items():
        setattr(consultation, name, value)
    consultation.save()
    changed += apply_rows(consultation, edition)
    vars(consultation).pop("phases_in_order", None)
    return consultation, sorted(changed)


def _changed(consultation, wanted):
    """Names of what reads otherwise than before; a language that only came in counts as `translations`."""
    before = {name: getattr(consultation, name) for name in wanted}
    changed = [name for name, value in wanted.items() if before[name] != value]
    added = {name for name in changed if _only_added(before[name], wanted[name])}
    return [name for name in changed if name not in added] + ["translations"] * bool(added)


def _only_added(before, after):
    known = isinstance(before, dict) and bool(before)
    return known and all(after.get(language) == words for language, words in before.items())


def require_complete(edition):
    """Raise Refused with a list of everything that is missing before opening."""
    missing = missing_for_opening(edition)
    if missing:
        named = "; ".join(str(text) for _code, text in missing)
        raise Refused(
            "incomplete", _("This cannot be published yet. Missing: %(list)s.") % {"list": named}, status=422
        )


def check_slug(edition, consultation):
    """Raise Refused when the address belongs to another consultation, or changed after opening."""
    taken = Consultation.objects.filter(slug=edition.slug)
    others = taken.exclude(pk=consultation.pk) if consultation else taken
    if others.exists():
        raise Refused(
            "slug_taken", _("Another consultation has this address. Choose another slug."), status=422
        )
    if consultation and not consultation.in_rehearsal and consultation.slug != edition.slug:
        raise Refused(
            "slug_fixed",
            _("The address cannot change after opening, since people have linked to it. It is “%(slug)s”.")
            % {"slug": consultation.slug},
            status=422,
        )


def _locked(consultation):
    if consultation is None:
        return None
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _check(by, edition, consultation, opening):
    if consultation is not None and by is not None:
        check("consult.publish", by, consultation)
    check_slug(edition, consultation)
    require_complete(edition)
    if not opening and edition.source_language != consultation.source_language:
        raise Refused("language_fixed", _("The first language of a consultation cannot change."), status=422)


def _whole_promises(edition):
    """Each language's promise, with the source language's words where a part has no translation."""
    source = edition.said("promises") or {}
    return {
        language: {part: said.get(part) or source.get(part, "") for part in PROMISE_PARTS}
        for language, said in edition.words.get("promises", {}).items()
        if any(said.values())
    }


def _open(consultation, by):
    """Rehearsal rows go, the secret link dies, the public may come in."""
    consultation_opening.send(sender=Consultation, consultation=consultation)
    consultation.state = ConsultationState.PUBLISHED
    consultation.published_at = consultation.published_at or now()
    consultation.rehearsal_digest = ""
    consultation.save(update_fields=["state", "published_at", "rehearsal_digest"])
    claim_ownership(by=by, consultation=consultation)
    record(act="consultation.published", by=by, consultation=consultation, target=consultation)
    access_changed.send(sender=Consultation, consultation=consultation, user_ids=[])
    consultation_changed.send(sender=Consultation, consultation=consultation)


def _told_of(consultation):
    """What the log tells in full, as plain values."""
    told = {name: getattr(consultation, name, None) for name in TOLD_IN_FULL}
    return told | {"answer_due_on": told["answer_due_on"] and told["answer_due_on"].isoformat()}


def _windows_of(consultation):
    """{phase id: [from, to]} of the phases there are now."""
    phases = consultation.phases.filter(retired_at=None) if consultation else ()
    moments = {str(phase.pk): (phase.opens_at, phase.closes_at) for phase in phases}
    return {pk: [at and at.isoformat() for at in window] for pk, window in moments.items()}


def _moved(windows, consultation):
    """{phase id: [window as it was, as it is]} of phases that begin or end at another moment now."""
    present = _windows_of(consultation)
    kept = windows.keys() & present.keys()
    return {pk: [windows[pk], present[pk]] for pk in sorted(kept) if windows[pk] != present[pk]}


def _tell(consultation, by, changed, before, more):
    details = {"fields": changed, "promise": bool({"promises", "answer_due_on"} & set(changed))}
    present = _told_of(consultation)
    values = {name: [before[name], present[name]] for name in TOLD_IN_FULL if name in changed}
    details |= {name: told for name, told in {"values": values, **more}.items() if told}
    record(act="consultation.changed", by=by, consultation=consultation, target=consultation, details=details)
    if ACCESS_FIELDS & set(changed):
        access_changed.send(sender=Consultation, consultation=consultation, user_ids=[])
    consultation_changed.send(sender=Consultation, consultation=consultation)
