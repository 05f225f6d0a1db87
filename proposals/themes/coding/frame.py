"""What can be drawn: the analysed submissions of a run, with their texts as they were analysed."""

from proposals.themes.enums import ItemState, Place
from proposals.themes.models import LedgerLine, SampledText, ThemeAssignment


def submissions_to_draw(run):
    """Ids of the submissions whose words were sorted: the shares are shares of these."""
    lines = LedgerLine.objects.filter(run=run, place__in=Place.analysed())
    return list(lines.order_by("submission_id").values_list("submission_id", flat=True))


def texts_of_submissions(run, submissions):
    """(submission id, text id, revision id) of the analysed texts of these, without campaign copies."""
    copies = ThemeAssignment.objects.filter(run=run, copy=True).values("contribution_id")
    items = run.snapshot.items.filter(
        state=ItemState.ANALYSED, submission__in=submissions, revision__isnull=False
    ).exclude(contribution__in=copies)
    rows = items.order_by("submission_id", "contribution_id")
    return list(rows.values_list("submission_id", "contribution_id", "revision_id"))


def coded_or_sampled(run):
    """Ids of the submissions in any standing sample of this run's codebook."""
    texts = SampledText.objects.filter(item__sample__codebook=run.codebook, item__sample__withdrawn_at=None)
    return set(texts.values_list("item__submission_id", flat=True))
