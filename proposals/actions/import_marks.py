"""Where an import begins and ends, in the log: one that was cut off stands there as begun and not as done."""

import hashlib

from django.db import transaction

from consult.actions.log import record as log
from consult.models import LogEntry

BEGUN = "import.begun"
DONE = ("submissions.imported", "votes.imported")
MARK = "mark"  # in the details of both entries; equal for the same rows
VOTES = "votes"


def mark_of(names):
    """A mark of these rows, whatever their order."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def begin(*, by, consultation, mark, count):
    """Note that an import begins, before anything of it is written."""
    with transaction.atomic():
        details = {MARK: mark, "count": count}
        log(act=BEGUN, by=by, consultation=consultation, details=details)


def unfinished(consultation):
    """Marks of the imports that began and have not ended since."""
    rows = LogEntry.objects.filter(chain=consultation.pk, act__in=[BEGUN, *DONE]).order_by("number")
    found = set()
    for act, details in rows.values_list("act", "details"):
        if act == BEGUN:
            found.add(details[MARK])
        else:
            found.discard(details.get(MARK))
    return found
