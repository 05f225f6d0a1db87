"""Writes the audit log: one chain a consultation, each entry sealed to the one before."""

import hashlib
import hmac
import json
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC

from django.db import transaction

from consult.clock import now
from consult.models import LogCounter, LogEntry

SITE_CHAIN = 0
_kept_back: ContextVar[list | None] = ContextVar("kept_back", default=None)


def record(*, act, by, consultation=None, target=None, details=None):
    """Append an entry to the chain of a consultation (or of the site); inside the caller's transaction.

    `by` is a user, a participant, or None for the system. `details` holds ids, codes and digests, never text.
    """
    entry = LogEntry(
        chain=consultation.pk if consultation is not None else SITE_CHAIN,
        at=now(),
        act=act,
        details=details or {},
        **_actor(by),
        **_target(target),
    )
    entries = _kept_back.get()
    if entries is None:
        _append([entry])
    else:
        entries.append(entry)
    return entry


@contextmanager
def together():
    """Number and write what is recorded inside at its end, in one turn at the counter.

    Inside the caller's transaction. Who holds the counter keeps all others of the consultation waiting, so
    an act that records several things does so last. Nothing is written when it fails.
    """
    if _kept_back.get() is not None:
        yield
        return
    entries: list[LogEntry] = []
    token = _kept_back.set(entries)
    try:
        yield
    finally:
        _kept_back.reset(token)
    _append(entries)


@transaction.atomic(savepoint=False)
def _append(entries):
    for chain in sorted({entry.chain for entry in entries}):
        counter = _locked_counter(chain)
        number, digest = counter.last_number, counter.last_digest
        for entry in (each for each in entries if each.chain == chain):
            number += 1
            entry.number, entry.previous = number, digest
            digest = entry.digest = digest_of(entry)
        LogCounter.objects.filter(chain=chain).update(last_number=number, last_digest=digest)
    LogEntry.objects.bulk_create(entries)


def digest_of(entry):
    """SHA-256 over the canonical JSON of everything an entry says, the digest before it included."""
    said = [
        entry.chain,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        entry.actor_kind,
        entry.actor_id,
        entry.target_type,
        entry.target_id,
        entry.details,
        entry.previous,
    ]
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def keyed_digest(key, text):
    """A digest that proves a text while its key is kept, and nothing once the key is erased."""
    return hmac.new(key.encode(), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def _locked_counter(chain):
    counters = LogCounter.objects.select_for_update().filter(chain=chain)
    counter = counters.first()
    if counter is None:  # the chain's first entry: of two who make the counter one waits for the other
        LogCounter.objects.bulk_create([LogCounter(chain=chain)], ignore_conflicts=True)
        counter = counters.get()
    return counter


def _actor(by):
    if by is None or not getattr(by, "pk", None):
        return {"actor_kind": LogEntry.Actor.SYSTEM, "actor_id": None}
    kind = LogEntry.Actor.USER if hasattr(by, "is_authenticated") else LogEntry.Actor.PARTICIPANT
    return {"actor_kind": kind, "actor_id": by.pk}


def _target(target):
    if target is None:
        return {"target_type": "", "target_id": None}
    return {"target_type": target._meta.concrete_model._meta.label_lower, "target_id": target.pk}
