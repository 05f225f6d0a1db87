"""The opinion groups of a run: their sizes, how firmly they stand, their places and their votes."""

from django.db.models import Avg, StdDev

from consult.charts import whole_percentages

PLACE = ("x", "y", "width", "height")


def opinion_of(run, threshold):
    """Groups and their votes; nothing of groups when one of them is too small to show."""
    opinion = getattr(run, "opinion", None)
    if opinion is None:
        return None
    groups = list(opinion.groups.all())
    if any(group.people < threshold for group in groups):
        return None
    stability = dict(enumerate(opinion.stability.get("groups", [])))
    return {
        "voters": opinion.voters,
        "votes": opinion.votes,
        "grouped": opinion.grouped,
        "voted_on": opinion.statements,
        "stability": opinion.stability.get("overall"),
        "groups": [_group(group, stability.get(group.number)) for group in groups],
        "statements": _statements(opinion, groups, threshold),
    }


def _group(group, stability):
    """A group with its place on the map: the middle and the spread of its members, never one of them."""
    found = group.members.aggregate(*(of(axis) for of in (Avg, StdDev) for axis in ("x", "y")))
    place = {name: round(value or 0) for name, value in zip(PLACE, found.values(), strict=True)}
    return {"letter": group.letter, "people": group.people, "stability": stability, "place": place}


def _statements(opinion, groups, threshold):
    """[{id, consensus, groups: [per cent agree, disagree, pass], sides}], by consensus; sides name the groups
    that a statement sets apart."""
    by_statement: dict = {}
    for group in groups:
        for row in group.votes.all():
            by_statement.setdefault(row.statement_id, []).append(row)
    return [
        {
            "id": statement.contribution_id,
            "consensus": statement.consensus,
            "groups": [
                whole_percentages([row.agree, row.disagree, row.passes]) for row in by_statement[statement.pk]
            ],
            "sides": [row.side if row.rank is not None else "" for row in by_statement[statement.pk]],
        }
        for statement in opinion.voted.all()
        if all(row.seen >= threshold for row in by_statement[statement.pk])
    ]
