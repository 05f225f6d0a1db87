"""Measures the mathematics: one JSON line a figure, with its goal.

Run by `make bench`, or with the parts to measure: `python -m tests.bench.bench_clustering opinion coding`.
CPU-seconds of one thread, not wall time, so that a busy machine tells the truth. Needs the reference data.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from time import process_time
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from proposals.themes.clustering import (
    OpinionGrouper,
    SentenceEmbedder,
    ThemeClusterer,
    ThemeCoder,
    estimate_prevalence,
    find_campaigns,
    krippendorff_alpha,
)
from proposals.themes.clustering.encoder import encode, load_encoder
from tests.proposals.themes.clustering.reference import conversation, key_point_questions, labelled_texts
from tests.proposals.themes.clustering.test_campaigns import planted

Figure = dict[str, Any]

THEMES = [
    ("stackoverflow20", "kmeans", 0.78, 0.70),
    ("stackoverflow20", "tree", None, None),
    ("googlenews152_T", "kmeans", None, None),
    ("googlenews152_T", "tree", 0.84, 0.65),
    ("biomedical20", "kmeans", 0.35, None),
    ("biomedical20", "tree", None, None),
    ("clinc150", "tree", None, None),
    ("agnews8000", "kmeans", None, None),
]
CONVERSATIONS = [
    "american-assembly.bowling-green",
    "brexit-consensus",
    "canadian-electoral-reform",
    "austria-climate",
    "ssis.land-bank-farmland",
]


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """What the function returns, and the CPU-seconds it took."""
    start = process_time()
    result = function(*arguments)
    return result, process_time() - start


def memory() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def embed() -> Iterator[Figure]:
    load_encoder().encode(["warm"])
    texts, _ = labelled_texts("stackoverflow20")
    _, encoder = timed(encode, texts)
    _, both = timed(SentenceEmbedder().fit_transform, texts)
    yield {
        "data": "stackoverflow20",
        "texts_per_cpu_s": round(len(texts) / encoder),
        "backend": "encoder",
        "goal": 900,
    }
    yield {
        "data": "stackoverflow20",
        "texts_per_cpu_s": round(len(texts) / both),
        "backend": "auto, with fit",
    }


def themes() -> Iterator[Figure]:
    for name, method, goal_nmi, goal_ari in THEMES:
        texts, truth = labelled_texts(name)
        vectors = SentenceEmbedder().fit_transform(texts)
        n_themes = int(truth.max()) + 1
        model, cpu = timed(ThemeClusterer(n_themes, method).fit, texts, vectors)
        sure = ~model.unsure_
        yield {
            "data": name,
            "method": method,
            "n": len(texts),
            "k": n_themes,
            "nmi": rounded(normalized_mutual_info_score(truth, model.labels_)),
            "ari": rounded(adjusted_rand_score(truth, model.labels_)),
            "nmi_goal": goal_nmi,
            "ari_goal": goal_ari,
            "fit_cpu_s": rounded(cpu),
            "suggested_k": model.suggested_n_themes_,
            "unsure": rounded(model.unsure_.mean()),
            "ari_of_sure": rounded(adjusted_rand_score(truth[sure], model.labels_[sure])),
        }


def seeds() -> Iterator[Figure]:
    for name, method, *_ in THEMES[::2]:
        texts, truth = labelled_texts(name)
        vectors = SentenceEmbedder().fit_transform(texts)
        runs = [ThemeClusterer(int(truth.max()) + 1, method, s).fit(texts, vectors).labels_ for s in range(3)]
        agreement = np.mean([adjusted_rand_score(one, other) for one, other in combinations(runs, 2)])
        yield {"data": name, "method": method, "ari_between_seeds": rounded(agreement), "goal": 0.9}


def scale() -> Iterator[Figure]:
    texts, truth = labelled_texts("stackoverflow20", n=20_000)
    vectors = SentenceEmbedder().fit_transform(texts)
    for method in ("kmeans", "tree"):
        model, cpu = timed(ThemeClusterer(20, method).fit, texts, vectors)
        yield {
            "data": "stackoverflow20",
            "n": len(texts),
            "method": method,
            "fit_cpu_s": rounded(cpu),
            "cpu_goal": 8,
            "ari": rounded(adjusted_rand_score(truth, model.labels_)),
            "max_mb": memory(),
        }
    rest = [f"{text} again" for text in texts[:15_000]]
    _, cpu = timed(model.predict, rest, vectors[:15_000])
    yield {"data": "stackoverflow20", "assign": len(rest), "cpu_s": rounded(cpu)}


def opinion() -> Iterator[Figure]:
    for name in CONVERSATIONS:
        votes, published = conversation(name)
        grouped = published >= 0
        runs = [timed(OpinionGrouper(random_state=seed).fit, votes) for seed in range(5)]
        found = [adjusted_rand_score(published[grouped], model.labels_[grouped]) for model, _ in runs]
        yield {
            "data": name,
            "votes": list(votes.shape),
            "ari_least": rounded(min(found)),
            "ari_most": rounded(max(found)),
            "goal": 0.75,
            "k": sorted({model.n_groups_ for model, _ in runs}),
            "published_k": len(set(published[grouped])),
            "cpu_s": rounded(min(cpu for _, cpu in runs)),
        }


def campaigns() -> Iterator[Figure]:
    texts, letters, kinds = map(np.array, planted(seed=0))
    families, cpu = timed(find_campaigns, texts.tolist())
    main = [np.bincount(families[(letters == letter) & (families >= 0)]).argmax() for letter in range(20)]
    caught = (letters >= 0) & (families == np.array([*main, -2])[letters])
    yield {
        "n": len(texts),
        **{f"recall_{kind}": rounded(caught[kinds == kind].mean()) for kind in ("exact", "light", "medium")},
        "precision": rounded((letters[families >= 0] >= 0).mean()),
        "apart": len(set(main)),
        "cpu_s": rounded(cpu),
        "cpu_goal": 1.5,
    }


def coding() -> Iterator[Figure]:
    questions = [
        (texts, points, codes, encode([*texts, *points])) for texts, points, codes in key_point_questions()
    ]
    for n, goal in ((0, 0.52), (10, 0.66), (20, 0.71), (40, 0.75)):
        right = [accuracy(*question, n, seed) for question in questions for seed in range(3)]
        yield {
            "data": "key points",
            "coded_per_question": n,
            "accuracy": rounded(np.mean(right)),
            "goal": goal,
        }


def accuracy(
    texts: list[str], points: list[str], codes: np.ndarray, vectors: np.ndarray, n: int, seed: int
) -> float:
    """Share of arguments given their key point by a coder taught the descriptions and `n` coded arguments."""
    order = np.random.default_rng(seed).permutation(len(texts))
    every, names = [*texts, *points], np.arange(len(texts), len(texts) + len(points))
    learn, test = np.concatenate([order[:n], names]), order[n:]
    truth = np.concatenate([codes, np.arange(len(points))])
    coder = ThemeCoder().fit([every[i] for i in learn], np.eye(len(points))[truth[learn]], vectors[learn])
    guessed = coder.predict_proba([every[i] for i in test], vectors[test]).argmax(axis=1)
    return float((guessed == truth[test]).mean())


def estimates() -> Iterator[Figure]:
    texts, truth = labelled_texts("biomedical20", n=2_000)
    vectors, codes = encode(texts), np.eye(20)[truth][:, :8]
    shares = codes.mean(axis=0)
    for n in (60, 120, 200):
        covered, errors, raw = [], [], []
        for seed in range(50):
            sample = np.random.default_rng(seed).choice(len(texts), n, replace=False)
            share, low, high = estimate_prevalence(
                texts, sample, codes[sample], vectors=vectors, random_state=seed
            )
            covered.append((low <= shares) & (shares <= high))
            errors.append(abs(share - shares))
            coder = ThemeCoder().fit([texts[i] for i in sample], codes[sample], vectors[sample])
            raw.append(abs(coder.predict(texts, vectors).mean(axis=0) - shares))
        figures = {
            "covered": np.mean(covered),
            "mean_error": np.mean(errors),
            "raw_machine_error": np.mean(raw),
        }
        yield {
            "data": "biomedical20",
            "coded": n,
            **{name: rounded(value, 4) for name, value in figures.items()},
        }


def agreement() -> Iterator[Figure]:
    generator = np.random.default_rng(0)
    ratings = generator.integers(0, 5, size=(3, 10_000)).astype(float)
    alpha, cpu = timed(krippendorff_alpha, ratings)
    yield {"coders": 3, "units": 10_000, "alpha_of_chance": rounded(alpha, 4), "cpu_s": rounded(cpu, 4)}


def rounded(value: float, digits: int = 3) -> float:
    return round(float(value), digits)


PARTS = [embed, themes, seeds, scale, opinion, campaigns, coding, estimates, agreement]


def report(part: Callable[[], Iterator[Figure]]) -> list[Figure]:
    """Print each figure of one part as it is measured; returns them."""
    figures = []
    for figure in part():
        print(json.dumps({"bench": f"clustering.{part.__name__}", **figure}), flush=True)
        figures.append(figure)
    return figures


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_figures_reach_their_goals(part: Callable[[], Iterator[Figure]]) -> None:
    below = [figure for figure in report(part) if shortfall(figure)]
    assert below == []


def shortfall(figure: Figure) -> bool:
    """Whether a measure of quality is below its goal; times are printed only, since the machine is shared."""
    pairs = (("nmi", "nmi_goal"), ("ari", "ari_goal"), ("ari_least", "goal"), ("accuracy", "goal"))
    return any(
        figure[measure] < (figure[goal] or 0) for measure, goal in pairs if {measure, goal} <= figure.keys()
    )


if __name__ == "__main__":
    for chosen in PARTS:
        if len(sys.argv) == 1 or chosen.__name__ in sys.argv[1:]:
            report(chosen)
