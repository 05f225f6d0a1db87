"""Weights that make those who took part look like a population, and what they cost."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Weights:
    """weights (people,), of mean 1; design_effect >= 1, by which they widen a variance; effective_n =
    people / design_effect, the size of an equally weighted sample that would say as much.
    """

    weights: Floats
    design_effect: float
    effective_n: float


def rake(
    categories: Mapping[str, Sequence[Hashable]],
    margins: Mapping[str, Mapping[Any, float]],
    *,
    tolerance: float = 1e-9,
    max_rounds: int = 5_000,
) -> Weights:
    """Weights whose shares of every category equal the margins: iterative proportional fitting.

    categories: for each trait, the category of each person (people,), none missing. margins: for the same
    traits, {category: its share or number in the population}; each trait's are scaled to sum to 1. Each round
    multiplies the weights of every category, trait by trait, by target over present share, until no share is
    off by more than `tolerance`. Of all weights that fit, these are nearest to equal by sum w log w (Deming
    and Stephan 1940, Ann. Math. Stat. 11; Ireland and Kullback 1968, Biometrika 55).

    Raises ValueError for different traits or lengths; a missing category, or one without a margin; a margin
    that is negative, not finite or sums to 0, that wants people of a category nobody is in, or nobody of one
    that somebody is in; and margins that no weights fit together, or only after more than `max_rounds`.
    """
    traits = _check_traits(categories, margins)
    indices = [_indexed(trait, categories[trait], margins[trait]) for trait in traits]
    weights = np.full(len(indices[0][0]), 1 / len(indices[0][0]))
    for _ in range(max_rounds):
        for which, target in indices:
            weights = weights * (target / np.bincount(which, weights, len(target)))[which]
        if max(_off(weights, *each) for each in indices) <= tolerance:
            return _described(weights * len(weights))
    raise ValueError(_why_not(traits, indices, weights))


def design_effect(weights: ArrayLike) -> float:
    """Kish's design effect n sum w² / (sum w)², 1 for equal weights (Kish 1965, "Survey sampling").

    weights (people,), 0 or more, not all 0. Raises ValueError for anything else.
    """
    found = np.asarray(weights, dtype=np.float64)
    if found.ndim != 1 or not np.isfinite(found).all() or (found < 0).any() or not found.sum():
        raise ValueError("weights must be finite numbers of 0 or more, one a person, not all 0")
    return float(len(found) * (found**2).sum() / found.sum() ** 2)


def _described(weights: Floats) -> Weights:
    effect = design_effect(weights)
    return Weights(weights, effect, len(weights) / effect)


def _check_traits(categories: Mapping[str, Any], margins: Mapping[str, Any]) -> list[str]:
    if not margins or set(categories) != set(margins):
        named = f"{sorted(categories)} and {sorted(margins)}"
        raise ValueError(f"categories and margins must name the same traits, got {named}")
    sizes = {len(values) for values in categories.values()}
    if len(sizes) != 1 or not sizes.pop():
        raise ValueError("every trait must have one category for each person, of one person or more")
    return list(margins)


def _indexed(trait: str, values: Sequence[Any], margin: Mapping[Any, float]) -> tuple[Indices, Floats]:
    """Each person's row of the margin (people,), and the target shares of its rows."""
    target = np.array(list(margin.values()), dtype=np.float64)
    if not np.isfinite(target).all() or (target < 0).any() or not target.sum():
        raise ValueError(f"{trait}: margins must be finite, 0 or more, and not all 0")
    if any(value is None or value != value for value in values):
        raise ValueError(f"{trait}: every person must have a category; give missing answers one of their own")
    present = set(values)
    _refuse(trait, present - set(margin), "its margins must also say how many are")
    _refuse(trait, {name for name in present if not margin[name]}, "its margin wants nobody, but some are")
    wanted = {name for name in margin if margin[name]}
    _refuse(trait, wanted - present, "no weights can make up for nobody being")
    rows = {name: i for i, name in enumerate(name for name in margin if margin[name])}
    which = np.array([rows[value] for value in values], dtype=np.intp)
    return which, target[target > 0] / target.sum()


def _refuse(trait: str, wrong: set[Any], words: str) -> None:
    if wrong:
        raise ValueError(f"{trait}: {words} {', '.join(sorted(map(str, wrong)))}")


def _off(weights: Floats, which: Indices, target: Floats) -> float:
    return float(np.abs(np.bincount(which, weights, len(target)) - target).max())


def _why_not(traits: list[str], indices: list[tuple[Indices, Floats]], weights: Floats) -> str:
    worst = max(range(len(traits)), key=lambda i: _off(weights, *indices[i]))
    return (
        f"no weights fit all margins together: those of {traits[worst]} stay "
        f"{100 * _off(weights, *indices[worst]):.2g} per cent off; join rare categories, or drop a trait"
    )
