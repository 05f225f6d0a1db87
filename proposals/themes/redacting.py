"""The copy of a text that a report shows: its words without the personal details people removed."""

from collections import defaultdict
from dataclasses import dataclass, field

from .models import Redaction

REMOVED = "█████"


@dataclass
class Removed:
    """[(start, end)] of what is removed from a text and from its title."""

    text: list = field(default_factory=list)
    title: list = field(default_factory=list)


NOTHING = Removed()


def removed_spans(contributions):
    """{contribution id: Removed} of what is removed from the version that is shown, in one query."""
    shown = {text.pk: text.shown_revision_id for text in contributions}
    rows = Redaction.objects.filter(contribution__in=shown, decision=Redaction.Decision.REMOVE)
    found = defaultdict(Removed)
    for row in rows.order_by("contribution_id", "start"):
        if row.revision_id == shown[row.contribution_id]:
            removed = found[row.contribution_id]
            (removed.title if row.in_title else removed.text).append((row.start, row.end))
    return dict(found)


def without(text, spans, start=0, end=None):
    """text[start:end] with each removed span replaced by a mark of one length, which tells nothing."""
    end = len(text) if end is None else end
    parts, at = [], start
    for first, last in spans:
        if last <= at or first >= end:
            continue
        parts += [text[at : max(first, at)], REMOVED]
        at = last
    return "".join([*parts, text[at:end] if at < end else ""])


def show_copies(contributions, spans=None):
    """Put into each unsaved copy the words a report shows; returns the list.

    spans: what `removed_spans` gave, where it was asked for already.
    """
    contributions = list(contributions)
    spans = removed_spans(contributions) if spans is None else spans
    for text in contributions:
        if removed := spans.get(text.pk):
            text.public_text = without(text.public_text, removed.text)
            text.title = without(text.title, removed.title)
    return contributions
