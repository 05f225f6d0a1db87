"""What stands in a theme only because software learnt from coded texts: counted apart, in no estimate."""

from proposals.themes.enums import AssignedBy, ThemeState
from proposals.themes.models import ThemeAssignment


def learnt_of(run, threshold):
    """{"submissions": number or None where it is too small to print, "coded": texts it learnt from}, or None
    where no codebook was carried over."""
    carried = run.edits.filter(kind="carried", undone_at=None).order_by("-number").first()
    if carried is None:
        return None
    number = len(submissions_learnt(run))
    return {
        "submissions": None if 0 < number < threshold else number,
        "coded": carried.said.get("coded", 0),
    }


def submissions_learnt(run):
    """Ids of the submissions that stand in themes by such placings alone."""
    rows = ThemeAssignment.objects.counted().filter(run=run, theme__state__in=ThemeState.standing())
    names = {
        "learnt": rows.filter(assigned_by=AssignedBy.LEARNT),
        "other": rows.exclude(assigned_by=AssignedBy.LEARNT),
    }
    found = {
        name: set(each.values_list("contribution__submission_id", flat=True)) for name, each in names.items()
    }
    return found["learnt"] - found["other"]
