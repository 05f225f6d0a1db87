"""What groups of voters agree on, again from counts of their votes; nobody's own votes are in the file."""

from collections import defaultdict
from fractions import Fraction
from math import prod

import numpy as np

from consult.charts import whole_percentages
from proposals.themes.clustering.statements import representative_by_counts

from . import recomputes

PLACES = 10_000


@recomputes("opinion", "votes_cast", "groups", "votes")
def opinion(bundle):
    """People and votes in all; per cents and consensus of each statement whose votes are in the file.

    Which statements stand for a group too, where the votes on all are. How firmly the groups hold and their
    places on the map are carried.
    """
    stated = bundle["opinion"]
    if stated is None:
        return None
    people, cast = dict(bundle["inputs"]["groups"]), bundle["inputs"]["votes_cast"]
    votes = defaultdict(dict)
    for statement, letter, *counts in bundle["inputs"]["votes"]:
        votes[statement][letter] = None if None in counts else counts
    letters = [group["letter"] for group in stated["groups"]]
    statements = [_statement(each, letters, votes[each["id"]]) for each in stated["statements"]]
    if tells_every_vote(bundle):
        statements = _with_sides(statements, letters, votes)
    return {
        **stated,
        **_voted_on(bundle),
        "voters": sum(number for _votes, number in cast),
        "votes": sum(votes * number for votes, number in cast),
        "grouped": sum(people.values()),
        "groups": [{**group, "people": people.get(group["letter"])} for group in stated["groups"]],
        "statements": statements,
    }


def _statement(stated, letters, votes):
    """Consensus needs the votes of all groups; per cents those of their own. What is held back is carried."""
    groups = [
        carried if votes[letter] is None else whole_percentages(votes[letter])
        for letter, carried in zip(letters, stated["groups"], strict=True)
    ]
    again = {**stated, "groups": groups}
    if None not in votes.values():
        again["consensus"] = consensus([votes[letter] for letter in letters])
    return again


def tells_every_vote(bundle):
    """Whether the file has how each group voted on every statement: the choice compares all of them."""
    rows, number = bundle["inputs"].get("votes", []), bundle["inputs"].get("voted_on")
    return bool(rows) and number == [len({row[0] for row in rows})] and not any(None in row for row in rows)


def _voted_on(bundle):
    """How many statements that were, printed or not; an older file does not say."""
    number = bundle["inputs"].get("voted_on")
    return {} if number is None else {"voted_on": number[0]}


def _with_sides(statements, letters, votes):
    """The statements with the groups that each sets apart, chosen as the run chose them."""
    columns = sorted(votes)
    counts = {
        number: _counts([votes[key][letter] for key in columns]) for number, letter in enumerate(letters)
    }
    chosen = {
        (columns[stand.statement], group): stand.side
        for group, stands in representative_by_counts(counts).items()
        for stand in stands
    }
    groups = range(len(letters))
    return [
        {**each, "sides": [chosen.get((each["id"], group), "") for group in groups]} for each in statements
    ]


def _counts(votes):
    """Agrees, disagrees and seen of each statement."""
    agree, disagree, passes = np.array(votes, dtype=np.float64).T
    return agree, disagree, agree + disagree + passes


def consensus(votes):
    """The product over groups of (agrees + 1) / (seen + 2), in ten-thousandths."""
    shares = [Fraction(counts[0] + 1, sum(counts) + 2) for counts in votes]
    return round(prod(shares) * PLACES)


def seen_by_group(bundle):
    """{statement: {group: people who voted on it}} of the votes in the file."""
    found = defaultdict(dict)
    for statement, letter, *counts in bundle["inputs"]["votes"]:
        if None not in counts:
            found[statement][letter] = sum(counts)
    return found
