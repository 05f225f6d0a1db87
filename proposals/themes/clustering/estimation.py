"""How common a theme is: a human sample corrected by the machine, with an interval."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_texts, check_vectors
from .coding import ThemeCoder, check_codes
from .embedding import SentenceEmbedder
from .threads import one_thread

Floats = NDArray[np.float64]

_N_FOLDS = 5


@one_thread
def estimate_prevalence(
    texts: Sequence[str],
    coded: ArrayLike,
    Y: ArrayLike,
    confidence: float = 0.95,
    *,
    vectors: ArrayLike | None = None,
    random_state: int = 0,
) -> tuple[Floats, Floats, Floats]:
    """Share of all N texts in each theme: estimate, low, high, each (themes,), in [0, 1].

    coded: indices (n,) or mask (N,) of the texts people coded, drawn at random; Y (n, themes) of 0 and 1 in
    the order of the indices. The machine f (`ThemeCoder`) is learned in five folds and predicts each coded
    text without it (cross-fitting); over the texts not coded, U, the folds' mean is used. With e = y - λf:

        share = (n/N) mean(y) + (1 - n/N) (λ mean_U(f) + mean(e)),    variance = (1 - n/N) s²(e) / n

    λ in [0, 1] minimises s²(e), so a useless machine is ignored. The interval is Wilson's at the effective
    sample size that has this variance, which holds for rare themes where ± z·s does not. (Angelopoulos et al.
    2023, Science 382; Zrnic and Candès 2024, PNAS 121; Särndal et al. 1992, "Model assisted survey
    sampling".)

    Raises ValueError for fewer than ten coded texts, a sample that is not within the texts or repeats one,
    other values in Y, or a confidence outside (0, 1).
    """
    found = check_texts(texts, minimum=1)
    sample = _check_sample(coded, len(found))
    codes = check_codes(Y, len(sample))
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence!r}")
    if vectors is None:
        vectors = SentenceEmbedder(random_state=random_state).fit_transform(found)
    embedded = check_vectors(vectors, len(found))
    held_out, elsewhere = cross_fit(found, embedded, sample, codes, random_state)
    share, n_effective = _difference_estimate(codes, held_out, elsewhere, len(found))
    return share, *_wilson(share, n_effective, NormalDist().inv_cdf(0.5 + confidence / 2))


def _check_sample(coded: ArrayLike, n_texts: int) -> NDArray[np.intp]:
    found = np.asarray(coded)
    if found.dtype == bool and found.shape == (n_texts,):
        found = np.flatnonzero(found)
    if found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise ValueError("coded must be the indices of the coded texts, or a mask over all texts")
    if len(found) < 2 * _N_FOLDS:
        raise ValueError(f"at least {2 * _N_FOLDS} coded texts are needed, got {len(found)}")
    if found.min() < 0 or found.max() >= n_texts or len(np.unique(found)) < len(found):
        raise ValueError("coded must name texts that exist, each once")
    return found.astype(np.intp)


@one_thread
def cross_fit(
    texts: list[str], vectors: NDArray[np.float32], sample: NDArray[np.intp], codes: Floats, random_state: int
) -> tuple[Floats, Floats]:
    """Predictions of the coded texts without them (n, themes), and the mean elsewhere (themes,).

    texts, vectors: of all N; sample: indices (n,) of the coded ones; codes (n, themes) of 0 and 1.
    """
    fold = np.random.default_rng(random_state).permutation(len(sample)) % _N_FOLDS
    others = np.setdiff1d(np.arange(len(texts)), sample)
    held_out, elsewhere = np.zeros_like(codes), np.zeros(codes.shape[1])
    for k in range(_N_FOLDS):
        learn, test = sample[fold != k], sample[fold == k]
        coder = ThemeCoder(random_state).fit([texts[i] for i in learn], codes[fold != k], vectors[learn])
        held_out[fold == k] = coder.predict_proba([texts[i] for i in test], vectors[test])
        if len(others):
            elsewhere += (
                coder.predict_proba([texts[i] for i in others], vectors[others]).mean(axis=0) / _N_FOLDS
            )
    return held_out, elsewhere


def _difference_estimate(
    codes: Floats, held_out: Floats, elsewhere: Floats, n_texts: int
) -> tuple[Floats, Floats]:
    """Share and effective sample size of each theme, both (themes,)."""
    n = len(codes)
    left = 1 - n / n_texts
    centred = held_out - held_out.mean(axis=0)
    spread = (centred**2).sum(axis=0)
    trust = np.divide((centred * codes).sum(axis=0), spread, out=np.zeros_like(spread), where=spread > 1e-12)
    trust = np.clip(trust, 0, 1)
    errors = codes - trust * held_out
    share = np.clip((1 - left) * codes.mean(axis=0) + left * (trust * elsewhere + errors.mean(axis=0)), 0, 1)
    # A sample without a single case, or with nothing else, says nothing about the machine: no gain is
    # claimed.
    total = codes.var(axis=0)
    gain = np.divide(errors.var(axis=0), total, out=np.ones_like(total), where=total > 0) * n / (n - 2)
    return share, n / np.maximum(np.clip(gain, 0.05, 1) * left, 1e-9)


def _wilson(share: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    """Wilson's score interval (Wilson 1927, JASA 22)."""
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, share), np.clip(centre + half, share, 1)
