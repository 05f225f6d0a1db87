"""Working through chunks: here, on a pool of processes, or on a Dask cluster, with the same result.

A chunk's work is a function of that chunk alone, so doing one twice does no harm: what a worker that died was
at is done again by another. Chunks come back in order, whoever finished first.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Protocol, TypeVar

from .checks import check_count

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

_DEATHS = 3  # of a chunk's worker, after which the chunk itself is to blame
_AHEAD = 4  # chunks a worker may be ahead of the one awaited, which bounds memory


class ChunkMap(Protocol):
    """How chunks are worked through: results in the chunks' order."""

    def __call__(self, function: Callable[[Chunk], Result], chunks: Sequence[Chunk]) -> Iterator[Result]: ...


def in_turn(function: Callable[[Chunk], Result], chunks: Sequence[Chunk]) -> Iterator[Result]:
    """One chunk after the other, in this process."""
    return map(function, chunks)


class OnProcesses:
    """Chunks on a pool of `n_workers` processes of this machine; `function` must be importable by name.

    When a worker dies, the pool is built anew and goes on from the first chunk not yet handed over. Raises
    BrokenProcessPool when that happens three times at one chunk, and whatever the function raises.
    """

    def __init__(self, n_workers: int = 2) -> None:
        self.n_workers = check_count("n_workers", n_workers)

    def __call__(self, function: Callable[[Chunk], Result], chunks: Sequence[Chunk]) -> Iterator[Result]:
        done = deaths = 0
        while done < len(chunks):
            try:
                for result in self._pooled(function, chunks[done:]):
                    done, deaths = done + 1, 0
                    yield result
            except BrokenProcessPool:
                deaths += 1
                if deaths == _DEATHS:
                    raise

    def _pooled(self, function: Callable[[Chunk], Result], chunks: Sequence[Chunk]) -> Iterator[Result]:
        from multiprocessing import get_context

        rest = iter(chunks)
        # Started afresh rather than forked: a fork of a process with threads may hang.
        with ProcessPoolExecutor(self.n_workers, mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(function, chunk) for chunk in islice(rest, _AHEAD * self.n_workers)]
            while waiting:
                result = waiting.pop(0).result()
                waiting += [pool.submit(function, chunk) for chunk in islice(rest, 1)]
                yield result


class OnDask:
    """Chunks on the workers of a `dask.distributed.Client` (the extra `cluster`), this machine's or others'.

    The workers need this package installed. What a dead worker was at, or had not handed over, is done again
    by another; a chunk that takes three workers with it raises `distributed.KilledWorker`.
    """

    def __init__(self, client: Any, n_workers: int | None = None) -> None:
        self.client = client
        self.n_workers = n_workers

    def __call__(self, function: Callable[[Chunk], Result], chunks: Sequence[Chunk]) -> Iterator[Result]:
        rest = iter(chunks)
        ahead = _AHEAD * (self.n_workers or max(1, len(self.client.scheduler_info()["workers"])))
        waiting = [self._submit(function, chunk) for chunk in islice(rest, ahead)]
        while waiting:
            result = waiting.pop(0).result()
            waiting += [self._submit(function, chunk) for chunk in islice(rest, 1)]
            yield result

    def _submit(self, function: Callable[[Chunk], Result], chunk: Chunk) -> Any:
        return self.client.submit(function, chunk, pure=False, retries=_DEATHS)
