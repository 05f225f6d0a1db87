"""What groups of voters agree on, again from counts of their votes; nobody's own votes are in the file."""

from collections import defaultdict
from fractions import Fraction
from math import prod

from consult.charts import whole_percentages

from . import recomputes

PLACES = 10_000


@recomputes("opinion", "votes_cast", "groups", "votes")
def opinion(bundle):
    """People and votes in all; per cents and consensus of each statement whose votes are in the file.

    How firmly the groups hold, their places on the map and which statements stand for them are carried.
    """
    stated = bundle["opinion"]
    if stated is None:
        return None
    people, cast = dict(bundle["inputs"]["groups"]), bundle["inputs"]["votes_cast"]
    votes = defaultdict(dict)
    for statement, letter, *counts in bundle["inputs"]["votes"]:
        votes[statement][letter] = None if None in counts else counts
    letters = [group["letter"] for group in stated["groups"]]
    return {
        **stated,
        "voters": sum(number for _votes, number in cast),
        "votes": sum(votes * number for votes, number in cast),
        "grouped": sum(people.values()),
        "groups": [{**group, "people": people.get(group["letter"])} for group in stated["groups"]],
        "statements": [_statement(each, letters, votes[each["id"]]) for each in stated["statements"]],
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
