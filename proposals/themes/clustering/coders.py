"""How far two coders agree, and whether the machine agrees with people as well as they with each other."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count

Floats = NDArray[np.float64]

_DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa of coders `first` and `second` over the `units` both judged, with a bootstrap interval;
    nan where the units leave chance no room.
    """

    first: int
    second: int
    units: int
    kappa: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CoderF1:
    """Mean sample-F1 of the machine with each coder, and of coders with one another; nan without a pair."""

    machine_human: float
    human_human: float


def pairwise_kappa(
    ratings: ArrayLike, confidence: float = 0.95, n_draws: int = _DRAWS, random_state: int = 0
) -> list[Kappa]:
    """Cohen's kappa of each two coders who judged a unit in common, by first and second coder.

    ratings (coders, units) of numbers that stand for categories, nan = not rated. kappa = (p_o - p_e) / (1 -
    p_e), p_o the share of units judged alike and p_e the sum over categories of the product of both coders'
    shares (Cohen 1960, Educ. Psychol. Meas. 20). The interval holds the middle `confidence` of the kappas of
    `n_draws` resamples of the units (Efron 1979, Ann. Stat. 7); resamples that leave chance no room are left
    out. When both gave one and the same category throughout, kappa is nan: agreement cannot be told from
    habit.

    Raises ValueError for another number of dimensions, infinite ratings, or a confidence outside (0, 1).
    """
    found = np.asarray(ratings, dtype=np.float64)
    if found.ndim != 2 or np.isinf(found).any():
        raise ValueError(f"ratings must be finite numbers or nan, one row a coder, got shape {found.shape}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    check_count("n_draws", n_draws)
    pairs = []
    for first, second in combinations(range(len(found)), 2):
        both = ~np.isnan(found[[first, second]]).any(axis=0)
        if both.any():
            generator = np.random.default_rng(random_state)
            figures = _kappa(found[first, both], found[second, both], confidence, n_draws, generator)
            pairs.append(Kappa(first, second, int(both.sum()), *figures))
    return pairs


def _kappa(
    one: Floats, other: Floats, confidence: float, n_draws: int, generator: np.random.Generator
) -> tuple[float, float, float]:
    """Kappa and both ends. Resampling units is a multinomial draw of the cells of their table."""
    values = np.unique([one, other])
    table = np.zeros((len(values), len(values)))
    np.add.at(table, (np.searchsorted(values, one), np.searchsorted(values, other)), 1)
    drawn = generator.multinomial(len(one), table.ravel() / len(one), size=n_draws)
    kappas = _of_tables(drawn.reshape(-1, *table.shape))
    kappas = kappas[~np.isnan(kappas)]
    if not len(kappas):
        return (float(_of_tables(table[None])[0]),) + (float("nan"),) * 2
    low, high = np.quantile(kappas, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(_of_tables(table[None])[0]), float(low), float(high)


def _of_tables(tables: NDArray[np.generic]) -> Floats:
    """Kappa of each table (n, v, v)."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    observed = np.trace(shares, axis1=1, axis2=2)
    expected = (shares.sum(axis=1) * shares.sum(axis=2)).sum(axis=1)
    room = 1 - expected
    return np.divide(observed - expected, room, out=np.full(len(room), np.nan), where=room > 1e-12)


def sample_f1(one: ArrayLike, other: ArrayLike) -> float:
    """Mean over texts of F1 = 2 |A ∩ B| / (|A| + |B|) of the themes A and B two coders gave it.

    one and other (texts, themes) of 0 and 1. 1 where neither gave any; symmetric. Raises ValueError for other
    values, shapes that differ, or no text.
    """
    first, second = (_check_themes(each, 2) for each in (one, other))
    if first.shape != second.shape or not len(first) or np.isnan(first).any() or np.isnan(second).any():
        raise ValueError("both must be codes of the same texts and themes, of one text or more, none missing")
    return float(_f1(first, second).mean())


def machine_beside_people(codes: ArrayLike, machine: ArrayLike) -> CoderF1:
    """Sample-F1 of the machine with people, beside that of people with each other.

    codes (coders, texts, themes) of 0 and 1, nan in all themes of a text a coder did not code; machine
    (texts, themes). Each is the mean over pairs of coders, a pair by the texts both coded. A machine whose
    figure is as high as people's own agrees with them as a further coder would. Raises ValueError for other
    values or shapes.
    """
    people, predicted = _check_themes(codes, 3), _check_themes(machine, 2)
    if people.shape[1:] != predicted.shape or np.isnan(predicted).any():
        raise ValueError("machine must hold codes of 0 and 1 for the same texts and themes as the coders'")
    with_machine = [_shared_f1(coder, predicted) for coder in people]
    with_people = [_shared_f1(one, other) for one, other in combinations(people, 2)]
    return CoderF1(_mean(with_machine), _mean(with_people))


def _check_themes(codes: ArrayLike, n_dimensions: int) -> Floats:
    found = np.asarray(codes, dtype=np.float64)
    if found.ndim != n_dimensions or not found.shape[-1]:
        raise ValueError(
            f"codes must have {n_dimensions} dimensions, the last one of themes, got {found.shape}"
        )
    if not np.isin(found[~np.isnan(found)], (0, 1)).all():
        raise ValueError("codes must be 0 (not in the theme) or 1 (in it)")
    if (np.isnan(found).any(axis=-1) != np.isnan(found).all(axis=-1)).any():
        raise ValueError("a text must be coded in all themes, or in none")
    return found


def _shared_f1(one: Floats, other: Floats) -> float:
    both = ~np.isnan(one[:, 0]) & ~np.isnan(other[:, 0])
    return float(_f1(one[both], other[both]).mean()) if both.any() else float("nan")


def _f1(one: Floats, other: Floats) -> Floats:
    given = one.sum(axis=1) + other.sum(axis=1)
    common = (one * other).sum(axis=1)
    return np.divide(2 * common, given, out=np.ones(len(given)), where=given > 0)


def _mean(figures: list[float]) -> float:
    known = [figure for figure in figures if figure == figure]
    return sum(known) / len(known) if known else float("nan")
