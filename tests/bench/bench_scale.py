"""Measures the search for themes at the size of a national consultation: one JSON line a figure.

Run by `make bench`, or with the parts to measure: `python -m tests.bench.bench_scale million`. CPU-seconds of
this process and its workers; wall time too where two cores are asked for, which only a quiet machine tells.
"""

import math
import os
import random
import tempfile
from collections.abc import Iterator
from time import perf_counter

import numpy as np
import pytest

from proposals.themes.clustering import SentenceEmbedder, ThemeClusterer
from proposals.themes.clustering.chunks import OnProcesses
from proposals.themes.clustering.encoder import ENCODER_DIMENSIONS, encoder_version
from proposals.themes.clustering.lsa import LatentSemanticEmbedder
from proposals.themes.clustering.vector_cache import VectorCache
from tests.bench.measuring import Figure, Part, memory, report, report_asked_for
from tests.proposals.themes.clustering.reference import texts_of

SHORT = ("stackoverflow20", "biomedical20", "googlenews152_T", "agnews8000", "clinc150")


def cpu() -> float:
    """CPU-seconds of this process and of its workers that have ended."""
    return sum(os.times()[:4])


def short_texts(n: int, seed: int) -> list[str]:
    """Beginnings and ends of two real short texts each, so that hardly one occurs twice."""
    real = [text.split() for name in SHORT for text in texts_of(name)]
    draw = random.Random(seed)
    return [" ".join(draw.choice(real)[:5] + draw.choice(real)[-4:]) for _ in range(n)]


def million() -> Iterator[Figure]:
    """A million texts through LSA, learned from 20,000, in chunks of 10,000."""
    model = LatentSemanticEmbedder().fit(short_texts(1_000, 0))  # imports what it needs
    chunks = [short_texts(10_000, seed) for seed in range(20)]
    start = cpu()
    model.fit([text for chunk in chunks[:2] for text in chunk])
    fit, spent, done = cpu() - start, 0.0, {}
    for number in range(100):
        start = cpu()
        model.transform(chunks[number % len(chunks)])
        spent += cpu() - start
        done[(number + 1) * 10_000] = spent
    yield {"fit_cpu_s": round(fit, 1), "transform_cpu_s": round(spent, 1), "cpu_goal": 20,
           "growth_exponent": round(math.log10(spent / done[100_000]), 2),
           "exponent_goal": 1.1, "max_mb": memory(), "mb_goal": 600}  # fmt: skip


def end_to_end(texts: list[str], cache: VectorCache | None = None) -> Figure:
    """Encode on two processes, then fit and describe themes."""
    start, begun = cpu(), perf_counter()
    embedder = SentenceEmbedder(cache=cache, chunk_map=OnProcesses(2), chunk_size=1_000)
    model = ThemeClusterer(30, embedder=embedder).fit(texts)
    return {
        "n": len(texts),
        "themes": model.n_themes_,
        "cpu_s": round(cpu() - start, 1),
        "wall_s": round(perf_counter() - begun, 1),
        "load": round(os.getloadavg()[0], 1),
        "max_mb": memory(),
    }


def hundred_thousand() -> Iterator[Figure]:
    yield {"data": "short texts", **end_to_end(short_texts(100_000, 0)), "wall_goal": 120}


def madrid() -> Iterator[Figure]:
    proposals = texts_of("decide_madrid")
    texts = [f"{proposals[i % len(proposals)]} ({i // len(proposals)})" for i in range(10_000)]
    with tempfile.TemporaryDirectory() as folder:
        cache = VectorCache(folder, version=encoder_version(), dimensions=ENCODER_DIMENSIONS)
        for goal in (180, 20):
            mean = round(float(np.mean([len(text) for text in texts])))
            yield {"data": "decide_madrid", "characters": mean, **end_to_end(texts, cache), "wall_goal": goal}


PARTS = [million, hundred_thousand, madrid]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_scale_is_measured(part: Part) -> None:
    assert report("scale", part) != []


if __name__ == "__main__":
    report_asked_for("scale", PARTS)
