import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import numpy as np
import pytest

from proposals.themes.clustering import SentenceEmbedder, ThemeClusterer
from proposals.themes.clustering.chunks import OnDask, OnProcesses, in_turn

SUBJECTS = ("more trees in the park", "the bus comes too late", "lower rents for flats", "quiet at night")
TEXTS = [f"{subject} please, street {i}" for i in range(30) for subject in SUBJECTS]


def squares(numbers):
    return [number * number for number in numbers]


def squares_of_a_mortal(job):
    """Squares; the first worker to take this chunk dies at it."""
    grave, numbers = job
    if grave and not Path(grave).exists():
        Path(grave).write_text("died once")
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(numbers)


def dies(_job):
    os.kill(os.getpid(), signal.SIGKILL)


def fails(_job):
    raise ZeroDivisionError("of the chunk itself")


CHUNKS = [list(range(start, start + 3)) for start in range(0, 60, 3)]


def test_chunks_come_back_in_order_here():
    assert list(in_turn(squares, CHUNKS)) == [squares(chunk) for chunk in CHUNKS]


@pytest.mark.slow
def test_pool_gives_what_one_process_gives():
    assert list(OnProcesses(2)(squares, CHUNKS)) == [squares(chunk) for chunk in CHUNKS]
    assert list(OnProcesses(1)(squares, [])) == []


@pytest.mark.slow
def test_pool_goes_on_when_a_worker_is_killed(tmp_path):
    jobs = [(str(tmp_path / "grave") if i == 7 else "", chunk) for i, chunk in enumerate(CHUNKS)]
    assert list(OnProcesses(2)(squares_of_a_mortal, jobs)) == [squares(chunk) for chunk in CHUNKS]
    assert (tmp_path / "grave").exists()


@pytest.mark.slow
def test_chunk_that_kills_every_worker_ends_the_pool():
    with pytest.raises(BrokenProcessPool):
        list(OnProcesses(1)(dies, [1]))


@pytest.mark.slow
def test_what_the_function_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(OnProcesses(1)(fails, [1]))


def test_bad_number_of_workers_raises_value_error():
    with pytest.raises(ValueError, match="n_workers"):
        OnProcesses(0)


def labels_by(chunk_map):
    embedder = SentenceEmbedder(chunk_size=16, chunk_map=chunk_map)
    return ThemeClusterer(4, embedder=embedder).fit(TEXTS)


@pytest.mark.slow
def test_pool_gives_the_same_bytes_as_one_process():
    here, pooled = labels_by(in_turn), labels_by(OnProcesses(2))
    assert pooled.labels_.tobytes() == here.labels_.tobytes()
    assert pooled.points_.tobytes() == here.points_.tobytes()


@pytest.fixture
def client():
    distributed = pytest.importorskip("distributed", reason="needs the extra: requirements/cluster.txt")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": "CRITICAL"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_dask_gives_the_same_bytes_as_one_process(client):
    here, spread = labels_by(in_turn), labels_by(OnDask(client))
    assert spread.labels_.tobytes() == here.labels_.tobytes()
    assert spread.points_.tobytes() == here.points_.tobytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_dask_goes_on_when_a_worker_is_killed(client, tmp_path):
    jobs = [(str(tmp_path / "grave") if i == 7 else "", chunk) for i, chunk in enumerate(CHUNKS)]
    assert list(OnDask(client)(squares_of_a_mortal, jobs)) == [squares(chunk) for chunk in CHUNKS]
    assert (tmp_path / "grave").exists()


@pytest.mark.slow
def test_cut_short_run_goes_on_from_the_chunks_already_kept(tmp_path):
    from proposals.themes.clustering.vector_cache import VectorCache

    def stopped_after_three(function, chunks):
        for number, chunk in enumerate(chunks):
            if number == 3:
                raise InterruptedError
            yield function(chunk)

    cache = VectorCache(tmp_path, version="v", dimensions=512)
    with pytest.raises(InterruptedError):
        SentenceEmbedder("encoder", chunk_size=10, cache=cache, chunk_map=stopped_after_three).fit_transform(
            TEXTS
        )
    assert len(cache) == 30
    whole = SentenceEmbedder("encoder", chunk_size=10, cache=cache).fit_transform(TEXTS)
    np.testing.assert_array_equal(whole, SentenceEmbedder("encoder", chunk_size=10).fit_transform(TEXTS))
