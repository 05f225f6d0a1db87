"""Does the log still say what was written into it? Chains here; floors above add what they sealed."""

from dataclasses import dataclass

from .actions.log import digest_of
from .models import LogCounter, LogEntry


@dataclass(frozen=True)
class Fault:
    """One thing that does not verify."""

    chain: int
    what: str
    where: str

    def __str__(self):
        return f"chain {self.chain}: {self.what} at {self.where}"


_checks: list = []


def sealed(check):
    """Register a function () -> iterable of Fault that compares rows with what the log sealed."""
    _checks.append(check)
    return check


def faults():
    """Every fault in every chain, and in what floors above sealed into them."""
    for counter in LogCounter.objects.order_by("chain"):
        yield from chain_faults(counter)
    uncounted = LogEntry.objects.exclude(chain__in=LogCounter.objects.values("chain"))
    for chain in uncounted.order_by("chain").values_list("chain", flat=True).distinct():
        yield Fault(chain, "counter missing", "the whole chain")
    for check in _checks:
        yield from check()


def chain_faults(counter):
    """Changed, deleted and inserted entries of one chain, by number."""
    expected = 1
    previous: str | None = ""
    for entry in LogEntry.objects.filter(chain=counter.chain).order_by("number").iterator():
        for missing in range(expected, entry.number):
            yield Fault(counter.chain, "entry missing", f"number {missing}")
            previous = None
        if entry.digest != digest_of(entry):
            yield Fault(counter.chain, "entry changed", f"number {entry.number}")
        elif previous is not None and entry.previous != previous:
            yield Fault(counter.chain, "entry does not follow the one before", f"number {entry.number}")
        expected, previous = entry.number + 1, entry.digest
    yield from _end_faults(counter, expected - 1, previous)


def _end_faults(counter, last_number, last_digest):
    if last_number < counter.last_number:
        where = f"numbers {last_number + 1} to {counter.last_number}"
        yield Fault(counter.chain, "entries missing", where)
    elif last_number > counter.last_number:
        yield Fault(counter.chain, "entry inserted", f"number {last_number}")
    elif last_digest is not None and last_digest != counter.last_digest:
        yield Fault(counter.chain, "last entry differs from the counter", f"number {last_number}")
