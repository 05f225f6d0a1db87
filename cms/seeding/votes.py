"""Votes as people of some temperament would cast them, drawn from one seeded generator."""

import math
import random
from collections import defaultdict

from proposals.actions.tallies import recount_all
from proposals.actions.votes import BallotLine, import_votes
from proposals.enums import Choice, Kind, Stance

from . import words

EVENING = "20:30"
CLOSES_STREETS = 0.9  # a proposal with this weight on the closure axis asks to close something


def plan_votes(diary, town, slug, camp, last_day):
    """Note on which evening who votes on what; the numbers themselves are drawn here."""
    told = words.whole("people")["voting"]
    draw = random.Random(f"{told['seed']} {slug}")  # noqa: S311
    ballot = Ballot(told, draw, slug)
    evenings = defaultdict(list)
    for key, person in town.people.items():
        if person["votes"] > 0:
            position = _position(told, draw, person, told[f"{camp}_camps"][person[camp]])
            for row, choice in ballot.cast(person, position):
                evenings[_evening(draw, row["day"], last_day)].append((key, row["key"], choice))
    for day, lines in sorted(evenings.items()):
        diary.note(town.days.moment({"day": day, "time": EVENING}), cast, town, slug, lines)


def _position(told, draw, person, camp):
    """Where a person stands on each axis: the camp, their own lean, and chance."""
    lean = person.get("lean", {})
    return {
        axis: camp.get(axis, 0) + lean.get(axis, 0) + draw.gauss(0, told["spread"]) for axis in told["axes"]
    }


def _evening(draw, day, last_day):
    """Soon after the text came, rarely long after."""
    return min(last_day, day + 1 + int(draw.random() ** 2 * (last_day - day)))


class Ballot:
    """What can be voted on in a consultation, and how a position turns into choices."""

    def __init__(self, told, draw, slug):
        decided = {each["contribution"] for each in words.whole("moderation")["decisions"]}
        rows = [row for row in words.rows_of(slug) if row["kind"] != Kind.ANSWER]
        self.told, self.draw = told, draw
        self.by_key = {row["key"]: row for row in rows}
        self.proposals = [row for row in rows if row["kind"] == Kind.PROPOSAL]
        self.comments = defaultdict(list)
        for row in rows:
            if row["kind"] == Kind.COMMENT and row["key"] not in decided:
                self.comments[self._proposal(row)["key"]].append(row)

    def _proposal(self, row):
        while row["kind"] == Kind.COMMENT:
            row = self.by_key[row["parent"]]
        return row

    def cast(self, person, position):
        """(row, choice) of everything this person votes on."""
        for proposal in self.proposals:
            if self.draw.random() >= person["votes"]:
                continue
            yield proposal, self._choice(_score(proposal, position))
            for comment in self.comments[proposal["key"]]:
                if self.draw.random() < self.told["comments"]["share"]:
                    yield comment, self._choice(_comment_score(comment, proposal, position))

    def _choice(self, score):
        if self.draw.random() < self.told["pass_most"] * math.exp(-abs(score)):
            return Choice.PASS
        agrees = 1 / (1 + math.exp(-self.told["sharpness"] * score))
        return Choice.AGREE if self.draw.random() < agrees else Choice.DISAGREE


def _score(proposal, position):
    return proposal["base"] + sum(weight * position[axis] for axis, weight in proposal["axes"].items())


def _comment_score(comment, proposal, position):
    if comment["stance"] == Stance.NEUTRAL:
        return 0.5 + position["access"]
    closes = proposal["axes"].get("closure", 0) >= CLOSES_STREETS
    side = 1 if comment["stance"] == Stance.FOR else -1
    return side * (1.2 * position["closure"] if closes else _score(proposal, position))


def cast(town, slug, lines):
    """Write one evening's votes."""
    import_votes(
        by=None,
        consultation=town.consultations[slug],
        lines=[_line(town, slug, *line) for line in lines],
    )


def _line(town, slug, person, row, choice):
    text = town.text(row)
    return BallotLine(text.pk, town.participant(slug, person).pk, int(choice), text.shown_revision_id)


def count_votes(town, slug):
    recount_all(town.consultations[slug])
