"""What the team writes around the numbers of a report, for what is frozen now."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from proposals.models import Contribution
from proposals.themes.models import EarlyReader, MinorityView, ReportFrame, SummaryPoint


def write_frame(*, by, snapshot, few_below, some_below, many_below, **words):
    """Set the words scale, the limits, whom to ask, and what is said of early readers and views of few.

    words: limits, contact, nobody_early, nothing_apart. Raises Refused, or Invalid.
    """
    check("themes.frame", by, snapshot)
    if not 0 < few_below < some_below < many_below < 100:
        raise Invalid({"few_below": [_("The three bounds rise, and lie between 0 and 100.")]})
    scale = {"few_below": few_below, "some_below": some_below, "many_below": many_below}
    with transaction.atomic():
        frame, _new = ReportFrame.objects.update_or_create(
            snapshot=snapshot, defaults={**scale, **words, "written_by": by, "written_at": now()}
        )
        _log("report.framed", by, frame, snapshot)
    return frame


def add_early_reader(*, by, snapshot, name, office, since, purpose):
    """List somebody who sees the findings before the public does. Raises Refused."""
    check("themes.frame", by, snapshot)
    with transaction.atomic():
        reader = EarlyReader.objects.create(
            snapshot=snapshot, name=name, office=office, since=since, purpose=purpose, added_by=by
        )
        _log("report.early_reader", by, reader, snapshot)
    return reader


def note_minority_view(*, by, snapshot, name, why, contribution, quote):
    """Keep a view of few with the passage that says it, word for word. Raises Refused, or Invalid."""
    check("themes.frame", by, snapshot)
    text = Contribution.objects.for_analysis(snapshot.consultation).shown().filter(pk=contribution).first()
    if text is None or not snapshot.items.filter(contribution=text, state="analysed").exists():
        raise Invalid({"contribution": [_("There is no such text among those that were analysed.")]})
    start = text.public_text.find(quote.strip()) if quote.strip() else -1
    if start < 0:
        raise Invalid({"quote": [_("The text does not say this, word for word.")]})
    try:
        with transaction.atomic():
            view = MinorityView.objects.create(
                snapshot=snapshot,
                name=name,
                why=why,
                contribution=text,
                start=start,
                end=start + len(quote.strip()),
                added_by=by,
            )
            _log("report.minority_view", by, view, snapshot)
    except IntegrityError:
        raise Invalid({"quote": [_("This passage is kept already.")]}) from None
    return view


def write_summary_point(*, by, theme, sentence):
    """Say in one plain sentence what a theme is about; an empty one takes it out. Raises Refused."""
    snapshot = theme.codebook.run.snapshot
    check("themes.frame", by, snapshot)
    with transaction.atomic():
        if not sentence.strip():
            SummaryPoint.objects.filter(theme=theme).delete()
            return None
        point, _new = SummaryPoint.objects.update_or_create(
            theme=theme, defaults={"sentence": sentence.strip(), "written_by": by, "written_at": now()}
        )
        _log("report.summary", by, point, snapshot)
    return point


def take_out(*, by, row):
    """Remove an early reader or a view of few from the report being made. Raises Refused."""
    check("themes.frame", by, row.snapshot)
    with transaction.atomic():
        _log("report.taken_out", by, row, row.snapshot)
        row.delete()


def _log(act, by, row, snapshot):
    log(act=act, by=by, consultation=snapshot.consultation, target=row, details={"snapshot": snapshot.pk})
