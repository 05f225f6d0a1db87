"""How far opinion groups would come out again had other people of the same kind voted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count
from .opinion import OpinionGrouper
from .votes import check_labels, check_votes

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpinionStability:
    """Both between 0 and 1, about: overall, the mean adjusted Rand index with the groups found again;
    groups (n_groups,), the mean Jaccard index of each group with its nearest among them.
    """

    overall: float
    groups: Floats


def opinion_stability(
    votes: ArrayLike, labels: ArrayLike, n_draws: int = 20, random_state: int = 0
) -> OpinionStability:
    """Bootstrap: draw as many participants as there are, with repetition, group them anew, compare.

    votes (participants, statements) in {1, 0, -1, nan}; labels (participants,), -1 = not grouped, as
    `OpinionGrouper` gave them; the number of groups is kept. A participant drawn twice counts once, as
    identical vote vectors do. Compared are those grouped before, by the adjusted Rand index (Hubert and
    Arabie 1985, J. Classification 2) and group by group by the largest Jaccard index |A ∩ B| / |A ∪ B|; a
    group above .85 is firm, one below .6 an artefact of who happened to vote (Hennig 2007, CSDA 52,
    "Cluster-wise assessment of cluster stability").

    Raises ValueError when nobody is grouped, for bad votes or labels, and for n_draws below 1.
    """
    found = check_votes(votes)
    groups = check_labels(labels, len(found))
    check_count("n_draws", n_draws)
    n_groups = int(groups.max(initial=-1)) + 1
    if n_groups < 1:
        raise ValueError("labels must put at least one participant in a group")
    generator = np.random.default_rng(random_state)
    overall, by_group = np.zeros(n_draws), np.full((n_draws, n_groups), np.nan)
    for draw in range(n_draws):
        drawn = np.unique(generator.integers(0, len(found), len(found)))
        again = OpinionGrouper(n_groups, random_state).fit(found[drawn]).labels_
        kept = groups[drawn] >= 0
        overall[draw], by_group[draw] = _agreement(groups[drawn][kept], again[kept], n_groups)
    return OpinionStability(float(overall.mean()), _means(by_group))


def _agreement(before: Labels, after: Labels, n_groups: int) -> tuple[float, Floats]:
    """Adjusted Rand index and each group's largest Jaccard index; nan for a group nobody was drawn of."""
    from sklearn.metrics import adjusted_rand_score

    table = np.zeros((n_groups, int(after.max(initial=-1)) + 2))
    np.add.at(table, (before, after), 1)
    sizes, others = table.sum(axis=1), table[:, :-1].sum(axis=0)
    union = sizes[:, None] + others - table[:, :-1]
    jaccard = np.divide(table[:, :-1], union, out=np.zeros_like(union), where=union > 0)
    best = jaccard.max(axis=1, initial=0)
    return float(adjusted_rand_score(before, after)), np.where(sizes > 0, best, np.nan)


def _means(by_group: Floats) -> Floats:
    """Mean of each column without the draws that left the group out; 0 where all did."""
    drawn = ~np.isnan(by_group)
    return np.where(drawn, by_group, 0).sum(axis=0) / np.maximum(drawn.sum(axis=0), 1)
