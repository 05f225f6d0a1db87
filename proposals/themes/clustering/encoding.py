"""Encoding many texts: each different one once, from the cache or in chunks."""

import numpy as np
from numpy.typing import NDArray

from .chunks import ChunkMap
from .encoder import ENCODER_DIMENSIONS, encode
from .vector_cache import VectorCache


def encode_all(
    texts: list[str], chunk_size: int, chunk_map: ChunkMap, cache: VectorCache | None = None
) -> NDArray[np.float32]:
    """Encoder vectors (n, 512) of texts: those in the cache read, others encoded by the map and then kept.

    Each chunk is kept as soon as it is done, so that a computation that was cut short goes on from there.
    """
    row_of = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    different = list(row_of)
    vectors, found = _read(different, cache)
    missing = np.flatnonzero(~found)
    rows = [missing[start : start + chunk_size] for start in range(0, len(missing), chunk_size)]
    chunks = [[different[row] for row in of_chunk] for of_chunk in rows]
    for of_chunk, chunk, encoded in zip(rows, chunks, chunk_map(encode, chunks), strict=True):
        vectors[of_chunk] = encoded
        if cache is not None:
            cache.write(chunk, encoded)
    return vectors if len(different) == len(texts) else vectors[[row_of[text] for text in texts]]


def _read(texts: list[str], cache: VectorCache | None) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    if cache is not None:
        return cache.read(texts)
    return np.zeros((len(texts), ENCODER_DIMENSIONS), dtype=np.float32), np.zeros(len(texts), dtype=bool)
