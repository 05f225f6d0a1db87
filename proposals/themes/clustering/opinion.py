"""Opinion groups: people who vote alike."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count
from .silhouette import silhouettes
from .threads import one_thread
from .votes import Votes, check_votes, column_means, distinct_rows

Floats = NDArray[np.float64]

_MINIMUM_VOTES = 7
_MINIMUM_PEOPLE = 15
_MOST_GROUPS = 5
_N_STARTS = 10
_SILHOUETTE_SAMPLE = 1_000
_TOLERANCE = 0.9


class OpinionGrouper:
    """The published Polis method: two principal components of the votes, then k-means over people.

    Missing votes are the column mean. A person's place is the sum over the statements they voted on of
    (vote - mean) · component, times sqrt(statements / votes), which undoes the pull to the middle of those
    who voted little. Grouped are those with min(7, statements) votes or more; when they are fewer than 15,
    the most active up to 15. (Small et al. 2021, Recerca 26(2), "Polis: scaling deliberation by mapping high
    dimensional opinion spaces".)

    Three departures, each measured in docs/algorithms.md. Identical vote vectors count once, so that accounts
    that vote alike can neither tilt the map nor make a group. Each person is grouped directly, without 100
    base clusters first, which only saved time and made the result depend on the seed; a person weighs votes /
    (votes + 7), the reliability of their place. And k is the fewest groups, from 2 to min(5, 2 + people //
    12), whose silhouette is within a tenth of the best, without a group of one.

    Parameters: `n_groups` (None = by silhouette), `random_state`.
    Learned: labels_ (participants,), -1 = not grouped, 0 the largest group; n_groups_; mean_ (statements,);
    components_ (2, statements), unit rows; projections_ (participants, 2); statement_projections_
    (statements, 2), the place of someone whose only vote is to agree; silhouettes_ {number of groups: mean
    silhouette}.
    """

    def __init__(self, n_groups: int | None = None, random_state: int = 0) -> None:
        self.n_groups = n_groups
        self.random_state = random_state

    @one_thread
    def fit(self, votes: ArrayLike) -> Self:
        """Group the participants of `votes` (participants, statements) in {1, 0, -1, nan}.

        Columns of moderated statements should be left out, or set to 0. People who cannot be told apart form
        one group; without any vote everyone is -1. Raises ValueError for other values or an empty matrix.
        """
        if self.n_groups is not None:
            check_count("n_groups", self.n_groups)
        found = check_votes(votes)
        distinct, which = distinct_rows(found)
        self.mean_ = column_means(distinct)
        self.components_ = _principal_components(distinct, self.mean_)
        places = self._project(distinct)
        self.projections_ = places[which]
        scale = np.sqrt(found.shape[1])
        self.statement_projections_ = scale * ((1 - self.mean_) * self.components_).T
        self._group(_voted(distinct), places, which)
        return self

    def _project(self, votes: Votes) -> Floats:
        deviations = np.where(np.isnan(votes), 0, votes - self.mean_)
        n_votes = np.maximum(_voted(votes), 1)
        return deviations @ self.components_.T * np.sqrt(votes.shape[1] / n_votes)[:, None]

    def _group(self, n_votes: NDArray[np.intp], places: Floats, which: NDArray[np.intp]) -> None:
        """Learn labels_ from the places (m, 2) and numbers of votes (m,) of the different people."""
        grouped = _active(n_votes, min(_MINIMUM_VOTES, len(self.mean_)))
        labels = np.full(len(places), -1, dtype=np.int64)
        labels[grouped] = self._best(places[grouped], n_votes[grouped] / (n_votes[grouped] + _MINIMUM_VOTES))
        people = labels[which]
        order = np.argsort(-np.bincount(people[people >= 0], minlength=1), kind="stable")
        names = np.empty(len(order) + 1, dtype=np.int64)
        names[order], names[-1] = np.arange(len(order)), -1
        self.labels_ = names[people]
        self.n_groups_ = int(self.labels_.max()) + 1

    def _best(self, places: Floats, weights: Floats) -> NDArray[np.int64]:
        """Labels of the chosen number of groups; fills silhouettes_."""
        self.silhouettes_: dict[int, float] = {}
        n_places = len(np.unique(np.round(places, 9), axis=0))
        most = min(_MOST_GROUPS, 2 + min(len(places), 100) // 12)
        numbers = range(2, most + 1) if self.n_groups is None else [self.n_groups]
        chosen = self._sample(len(places))
        x, y = places[chosen].T
        distances = np.hypot(x[:, None] - x, y[:, None] - y)
        options = {k: _k_means(places, weights, k, self.random_state) for k in numbers if 2 <= k <= n_places}
        for k, labels in options.items():
            if self.n_groups is not None or np.bincount(labels).min() > 1:
                self.silhouettes_[k] = float(silhouettes(distances, labels[chosen]).mean())
        if not self.silhouettes_:
            return np.zeros(len(places), dtype=np.int64)
        enough = _TOLERANCE * max(self.silhouettes_.values())
        return options[
            min((k for k, value in self.silhouettes_.items() if value >= enough), default=min(options))
        ]

    def _sample(self, size: int) -> NDArray[np.intp]:
        """Who the silhouettes are taken over: everyone, or 1,000 drawn with the seed."""
        if size <= _SILHOUETTE_SAMPLE:
            return np.arange(size)
        generator = np.random.default_rng(self.random_state)
        return np.sort(generator.choice(size, _SILHOUETTE_SAMPLE, replace=False))


def _voted(votes: Votes) -> NDArray[np.intp]:
    return np.count_nonzero(~np.isnan(votes), axis=1)


def _active(n_votes: NDArray[np.intp], minimum: int) -> NDArray[np.intp]:
    """Indices of those with enough votes, or of the 15 most active; never of someone without any."""
    enough = np.flatnonzero(n_votes >= max(minimum, 1))
    if len(enough) >= _MINIMUM_PEOPLE:
        return enough
    most = np.argsort(-n_votes, kind="stable")[:_MINIMUM_PEOPLE]
    return np.sort(most[n_votes[most] > 0])


def _principal_components(votes: Votes, mean: Floats) -> Floats:
    """First two eigenvectors (2, statements) of the covariance; the largest entry of each is positive.

    Solved on the smaller side. A direction the votes do not have is a row of zeros.
    """
    from scipy.linalg import eigh

    centred = np.where(np.isnan(votes), 0, votes - mean)
    wide = centred.shape[1] > centred.shape[0]
    gram = centred @ centred.T if wide else centred.T @ centred
    values, vectors = eigh(gram, subset_by_index=[max(len(gram) - 2, 0), len(gram) - 1])
    values, vectors = values[::-1], vectors[:, ::-1]
    rows = (centred.T @ vectors if wide else vectors).T
    components = np.zeros((2, centred.shape[1]))
    for i in np.flatnonzero(values > 1e-9 * max(len(votes), 1)):
        row = rows[i] / np.linalg.norm(rows[i])
        components[i] = row * np.sign(row[np.abs(row).argmax()])
    return components


def _k_means(places: Floats, weights: Floats, n_groups: int, random_state: int) -> NDArray[np.int64]:
    from sklearn.cluster import KMeans

    model = KMeans(n_groups, n_init=_N_STARTS, random_state=random_state).fit(places, sample_weight=weights)
    return model.labels_.astype(np.int64)
