"""The rows about votes, senders and who took part that a bundle carries, without anybody's own votes."""

from collections import Counter

from proposals.themes.models import GroupVotes

from .answers import corrections_by_key
from .coverage import kinds_of, reference_tables
from .inputs import carries
from .opinion_themes import senders_of
from .weights import carriable


@carries("votes_cast")
def votes_cast(run, bundle, numbers):
    """[[votes, people who cast so many]], where the findings print figures of all votes."""
    if not bundle["opinion"] and not bundle["concentration"]["votes"]:
        return []
    return sorted([int(votes), people] for votes, people in run.opinion.activity.items())


@carries("groups")
def groups(run, bundle, numbers):
    """[[group, people]]"""
    return [[each.letter, each.people] for each in run.opinion.groups.all()] if bundle["opinion"] else []


@carries("votes")
def votes(run, bundle, numbers):
    """[[statement, group, agree, disagree, pass]] of printed statements; None where a few people of a group
    voted one way."""
    printed = [each["id"] for each in bundle["opinion"]["statements"]] if bundle["opinion"] else []
    rows = GroupVotes.objects.filter(
        group__opinion_run__run=run, statement__contribution__in=printed
    ).select_related("group", "statement")
    counted = sorted(
        [row.statement.contribution_id, row.group.letter, row.agree, row.disagree, row.passes] for row in rows
    )
    return [
        [*at, None, None, None] if any(0 < n < bundle["threshold"] for n in counts) else [*at, *counts]
        for *at, counts in ([*row[:2], row[2:]] for row in counted)
    ]


@carries("voted_on")
def voted_on(run, bundle, numbers):
    """[statements that anybody voted on]: printed ones, and those too few of a group voted on."""
    return [run.opinion.statements] if bundle["opinion"] else []


@carries("senders")
def senders(run, bundle, numbers):
    """[[theme, people, campaigns, [texts of each sender]]], where the findings print how many sent something;
    a campaign is one sender."""
    printed = {each["id"] for each in bundle["opinion_themes"] if each["sent"] is not None}
    found = senders_of(run, bundle["threshold"], printed)
    return [[pk, people, campaigns, sizes] for pk, (people, campaigns, sizes) in sorted(found.items())]


@carries("took_part")
def took_part(run, bundle, numbers):
    """[[table, category, people]] of each table of who was heard, those held back together under the empty
    name; none where even their sum is held back."""
    known = {each["table"]: each for each in bundle["coverage"] if each["answered"] is not None}
    rows = []
    for table in reference_tables(run.consultation):
        if table.pk in known:
            held = {key for key, _people, _number, why in known[table.pk]["cells"] if why}
            kinds = kinds_of(run, table).values()
            counted = Counter("" if kind in held else kind for kind in kinds)
            rows += [[table.pk, key, number] for key, number in counted.items()]
    return sorted(rows)


@carries("corrected")
def corrected(run, bundle, numbers):
    """[[theme, 1 where it was accepted]], a row for each correction asked for, where that is printed."""
    printed = {pk for pk, asked, *_rest in bundle["corrections"] if asked is not None}
    rows = corrections_by_key(run, bundle["themes"])
    return sorted(
        [theme["id"], int(accepted)]
        for theme in bundle["themes"]
        if theme["id"] in printed
        for accepted in rows.get(theme["key"], [])
    )


@carries("answers_given")
def answers_given(run, bundle, numbers):
    """[[a category of each table used, people]] of those weighed, where none of these sets is small."""
    people = numbers.once(_weighed, run, bundle)[0]
    return sorted([list(key), number] for key, number in people.items())


@carries("answers_in")
def answers_in(run, bundle, numbers):
    """[[theme, categories, people]] of themes in which, and outside of which, none of these sets is small."""
    inside = numbers.once(_weighed, run, bundle)[1]
    return sorted([pk, list(key), number] for pk, cells in inside.items() for key, number in cells.items())


@carries("answers_told")
def answers_told(run, bundle, numbers):
    """[themes of which `answers_in` tells everything, none at all included]."""
    return sorted(numbers.once(_weighed, run, bundle)[1])


def _weighed(run, bundle):
    if not bundle["weights"] or bundle["weights"]["design_effect"] is None:
        return {}, {}
    return carriable(run, bundle["threshold"], bundle["themes"])
