"""What the team writes around the numbers: each a row for the snapshot the report speaks of."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.enums import ParticipantKind
from proposals.models import Participant
from proposals.themes.enums import ItemState
from proposals.themes.models import ReportFrame, Theme
from proposals.themes.reports.frame import summary_of
from proposals.themes.reports.gate import requires
from proposals.themes.reports.scale import LABELS, word_for, words_used

LARGEST = 3
LEAST_LIMITS = 60


def _frame(run):
    return ReportFrame.objects.filter(snapshot=run.snapshot_id).first()


@requires("scale", gettext_lazy("The words scale"))
def scale_is_set(consultation, run):
    if _frame(run) is None:
        return [_("The bounds of few, some, many and most are not set for what is frozen.")]
    return []


@requires("limits", gettext_lazy("Limits"))
def limits_are_written(consultation, run):
    frame = _frame(run)
    if frame is None or len(frame.limits.strip()) < LEAST_LIMITS:
        return [_("Nobody wrote what the findings cannot say.")]
    return []


@requires("contact", gettext_lazy("Whom to ask"))
def contact_is_named(consultation, run):
    frame = _frame(run)
    if frame is None or not frame.contact.strip():
        return [_("Nobody is named whom readers can ask about the analysis.")]
    return []


@requires("early", gettext_lazy("Who saw it early"))
def early_readers_are_listed(consultation, run):
    """Rows for this snapshot, or the statement that there are none; not both."""
    frame = _frame(run)
    listed = run.snapshot.early_readers.exists()
    if listed and frame is not None and frame.nobody_early:
        return [_("People are listed who saw the findings early, and it says that nobody did.")]
    if listed or (frame is not None and frame.nobody_early):
        return []
    return [_("Nobody said who sees the findings before the public does.")]


@requires("minority", gettext_lazy("Views of few"))
def minority_views_are_kept(consultation, run):
    """Each with a passage that was analysed, or the statement that the pile was read and holds none."""
    frame = _frame(run)
    views = list(run.snapshot.minority_views.all())
    if not views and (frame is None or not frame.nothing_apart):
        return [_("No view of few people is kept, and nobody said that the texts in no theme were read.")]
    analysed = set(
        run.snapshot.items.filter(
            state=ItemState.ANALYSED, contribution__in=[view.contribution_id for view in views]
        ).values_list("contribution_id", flat=True)
    )
    return [
        _("“%(name)s” rests on a text that was not analysed.") % {"name": view.name}
        for view in views
        if view.contribution_id not in analysed
    ]


@requires("respondents", gettext_lazy("Kinds of respondents"))
def organisations_are_named(consultation, run):
    """Whoever speaks for others says for whom."""
    senders = run.ledger.order_by().values("submission__participant_id")
    nameless = Participant.objects.filter(
        pk__in=senders, kind=ParticipantKind.ORGANISATION, organisation="", erased_at=None
    ).count()
    if nameless:
        return [_("%(n)d organisations have no name.") % {"n": nameless}]
    return []


@requires("summary", gettext_lazy("The plain summary"))
def summary_speaks_of_the_largest_themes(consultation, run):
    """A sentence for each of the largest themes, each true to the words scale."""
    points = {point.theme_id: point for point in summary_of(run)}
    largest = Theme.objects.of_run(run).confirmed()[:LARGEST]
    missing = [
        _("The summary has no sentence about “%(name)s”.") % {"name": theme.name}
        for theme in largest
        if theme.pk not in points
    ]
    frame = _frame(run)
    return missing if frame is None else missing + list(_untrue(run, points.values(), frame))


def _untrue(run, points, frame):
    """What a sentence says otherwise than the scale does."""
    total = run.ledger.filter(place__in=["in_themes", "unsure"]).count()
    for point in points:
        right = word_for(point.theme.submissions, total, frame.scale)
        for word in words_used(point.sentence):
            if word != right:
                yield _("“%(sentence)s” says “%(word)s”. By the scale it is “%(right)s”.") % {
                    "sentence": point.sentence,
                    "word": LABELS[word],
                    "right": LABELS.get(right, _("too few for a word of the scale")),
                }
