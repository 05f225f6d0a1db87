"""What a group stands for, and what every group can live with."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count
from .votes import check_labels, check_votes

Floats = NDArray[np.float64]
Counts = tuple[Floats, Floats, Floats]  # agrees, disagrees and seen of each statement
SIGNIFICANT = 1.2816  # standard normal quantile of .90, one-sided


@dataclass(frozen=True, slots=True)
class Stand:
    """One statement and how a group, or everyone, stands to it.

    statement: column of the vote matrix; side: "agree" or "disagree"; n_success of n_trials who saw it took
    that side; p its smoothed share and p_test that share's z against one half. repness: that share over
    everyone else's, repness_test the z of the two (nan for overall consensus).
    """

    statement: int
    side: str
    n_success: int
    n_trials: int
    p: float
    p_test: float
    repness: float = float("nan")
    repness_test: float = float("nan")


@dataclass(frozen=True, slots=True)
class _Side:
    """Agreement, or disagreement, with every statement; arrays (statements,)."""

    name: str
    count: Floats
    seen: Floats
    p: Floats
    p_test: Floats
    ratio: Floats
    ratio_test: Floats

    @property
    def passes(self) -> NDArray[np.bool_]:
        return (self.ratio_test > SIGNIFICANT) & (self.p_test > SIGNIFICANT)

    @property
    def metric(self) -> Floats:
        return self.ratio * self.ratio_test * self.p * self.p_test

    def stand(self, j: int) -> Stand:
        tests = map(float, (self.p[j], self.p_test[j], self.ratio[j], self.ratio_test[j]))
        return Stand(int(j), self.name, int(self.count[j]), int(self.seen[j]), *tests)


def representative_statements(
    votes: ArrayLike, labels: ArrayLike, n_statements: int = 5
) -> dict[int, list[Stand]]:
    """Per group, up to `n_statements` statements it stands for, agreed ones first; group -1 has none.

    With A agrees, D disagrees and S who saw it, in the group, and the same of all other grouped people:
    p = (A + 1) / (S + 2), p_test = 2 sqrt(S + 1) ((A + 1) / (S + 1) - 1/2), repness = p / p_others and
    repness_test the two-proportion z with one added to all four counts; the same for D. A statement qualifies
    when both z of one side exceed 1.2816; its side is the one with the larger repness_test. Ordered by
    repness · repness_test · p · p_test; the most
    agreed one always has a place, as on the original server. When none qualifies, that one
    alone, or else the statement with the largest repness_test. (Small et al. 2021, Recerca 26(2).)

    votes (participants, statements) in {1, 0, -1, nan}, labels (participants,). ValueError for anything else.
    """
    found = check_votes(votes)
    groups = check_labels(labels, len(found))
    check_count("n_statements", n_statements)
    return representative_by_counts(
        {int(group): _counts(found[groups == group]) for group in np.unique(groups[groups >= 0])},
        n_statements,
    )


def representative_by_counts(counts: Mapping[int, Counts], n_statements: int = 5) -> dict[int, list[Stand]]:
    """The same from each group's agrees, disagrees and seen (statements,): nobody's own votes are needed.

    Every step is an elementary operation that rounds alike on every processor, so the choice is the same.
    """
    whole = [sum(parts) for parts in zip(*counts.values(), strict=True)]
    return {
        group: _representative(
            own, tuple(all_ - part for all_, part in zip(whole, own, strict=True)), n_statements
        )
        for group, own in counts.items()
    }


def group_informed_consensus(votes: ArrayLike, labels: ArrayLike) -> Floats:
    """Product over groups of (A + 1) / (S + 2) for each statement (statements,), in (0, 1]; 1 without groups.

    A statement is high only when every group agrees. (Small et al. 2021, Recerca 26(2).)

    votes (participants, statements) in {1, 0, -1, nan}, labels (participants,). ValueError for anything else.
    """
    found = check_votes(votes)
    groups = check_labels(labels, len(found))
    shares = [_smoothed(*_counts(found[groups == group])[::2]) for group in np.unique(groups[groups >= 0])]
    return np.prod(shares, axis=0) if shares else np.ones(found.shape[1])


def overall_consensus(votes: ArrayLike, n_statements: int = 5) -> dict[str, list[Stand]]:
    """Statements everyone agrees on, and that everyone disagrees on: {"agree": [...], "disagree": [...]}.

    Those with p > 1/2 and p_test > 1.2816, by p · p_test, at most `n_statements` a side.

    votes (participants, statements) in {1, 0, -1, nan}. ValueError for anything else.
    """
    check_count("n_statements", n_statements)
    agree, disagree = _sides(_counts(check_votes(votes)), None)
    return {side.name: _consensus(side, n_statements) for side in (agree, disagree)}


def _consensus(side: _Side, n_statements: int) -> list[Stand]:
    order = np.argsort(-side.p * side.p_test, kind="stable")
    passing = [j for j in order if side.p[j] > 0.5 and side.p_test[j] > SIGNIFICANT]
    return [side.stand(j) for j in passing[:n_statements]]


def _counts(votes: Floats) -> Counts:
    """Agrees, disagrees and seen of each statement."""
    counts = ((votes == 1).sum(axis=0), (votes == -1).sum(axis=0), (~np.isnan(votes)).sum(axis=0))
    return tuple(count.astype(np.float64) for count in counts)


def _smoothed(count: Floats, seen: Floats) -> Floats:
    return (count + 1) / (seen + 2)


def _sides(group: Counts, others: Counts | None) -> tuple[_Side, _Side]:
    *counts, seen = group
    *other_counts, other_seen = [np.zeros_like(seen)] * 3 if others is None else others
    agree, disagree = (
        _side(name, count, seen, other_count, other_seen)
        for name, count, other_count in zip(("agree", "disagree"), counts, other_counts, strict=True)
    )
    return agree, disagree


def _side(name: str, count: Floats, seen: Floats, other_count: Floats, other_seen: Floats) -> _Side:
    p = _smoothed(count, seen)
    p_test = 2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)
    ratio_test = _two_proportions(count + 1, seen + 1, other_count + 1, other_seen + 1)
    return _Side(name, count, seen, p, p_test, p / _smoothed(other_count, other_seen), ratio_test)


def _two_proportions(count: Floats, seen: Floats, other_count: Floats, other_seen: Floats) -> Floats:
    """z of the difference of two shares with pooled variance; 0 where the pooled share is 1."""
    pooled = (count + other_count) / (seen + other_seen)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / seen + 1 / other_seen))
    difference = count / seen - other_count / other_seen
    return np.divide(difference, spread, out=np.zeros_like(spread), where=spread > 0)


def _representative(group: Counts, others: Counts, n_statements: int) -> list[Stand]:
    agree, disagree = _sides(group, others)
    prefers_agree = agree.ratio_test >= disagree.ratio_test
    passes = agree.passes | disagree.passes
    metric = np.where(prefers_agree, agree.metric, disagree.metric)
    best = _best_agreed(agree, disagree)
    chosen = [j for j in np.argsort(-metric, kind="stable") if passes[j] and j != best]
    chosen = ([] if best is None else [best]) + chosen
    if not chosen:
        chosen = [int(np.maximum(agree.ratio_test, disagree.ratio_test).argmax())]
    stands = [(agree if prefers_agree[j] else disagree).stand(j) for j in chosen[:n_statements]]
    return sorted(stands, key=lambda stand: stand.side)


def _best_agreed(agree: _Side, disagree: _Side) -> int | None:
    """The statement most worth showing as agreed: by p, and by the whole metric once repness is above 1."""
    best: int | None = None
    for j in np.flatnonzero(agree.count + disagree.count > 0):
        if best is None:
            better = agree.p_test[j] > SIGNIFICANT or (agree.ratio[j] > 1 and agree.p[j] > 0.5)
        elif agree.ratio[best] > 1:
            better = agree.metric[j] > agree.metric[best]
        else:
            better = agree.p[j] * agree.p_test[j] > agree.p[best] * agree.p_test[best]
        best = int(j) if better else best
    return best
