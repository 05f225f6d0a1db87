"""The copy of a text that a report shows: its words without the personal details people removed."""

from collections import defaultdict

from .models import Redaction

REMOVED = "█████"


def removed_spans(contributions):
    """{contribution id: [(start, end)]} of what is removed from the version that is shown, in one query."""
    shown = {text.pk: text.shown_revision_id for text in contributions}
    rows = Redaction.objects.filter(contribution__in=shown, decision=Redaction.Decision.REMOVE)
    spans = defaultdict(list)
    for row in rows.order_by("contribution_id", "start"):
        if row.revision_id == shown[row.contribution_id]:
            spans[row.contribution_id].append((row.start, row.end))
    return dict(spans)


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


def show_copies(contributions):
    """Put into each unsaved copy the words a report shows; returns the list."""
    contributions = list(contributions)
    spans = removed_spans(contributions)
    for text in contributions:
        if text.pk in spans:
            text.public_text = without(text.public_text, spans[text.pk])
    return contributions
