"""What the report says around its numbers, frozen with them: the words of the team."""

from proposals.themes.models import SummaryPoint, Theme


def frame_of(run):
    """The words of the team, as they stood at the freezing; None while nobody wrote them."""
    snapshot = run.snapshot
    frame = getattr(snapshot, "frame", None)
    if frame is None:
        return None
    return {
        "scale": frame.scale,
        "limits": frame.limits,
        "contact": frame.contact,
        "nobody_early": frame.nobody_early,
        "nothing_apart": frame.nothing_apart,
        "early": [
            [each.name, each.office, each.since.isoformat(), each.purpose]
            for each in snapshot.early_readers.all()
        ],
        "minority": [
            {"name": each.name, "why": each.why, "quote": [each.contribution_id, each.start, each.end]}
            for each in snapshot.minority_views.all()
        ],
        "summary": [[point.theme_id, point.sentence] for point in summary_of(run)],
    }


def summary_of(run):
    """The sentences of the plain summary, largest theme first."""
    points = SummaryPoint.objects.filter(theme__in=Theme.objects.of_run(run).confirmed())
    return points.select_related("theme")
