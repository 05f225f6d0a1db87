"""Vectors kept on disk between runs, so that a text is encoded once."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .checks import check_count, check_texts

Result = TypeVar("Result")

_KEYS_A_QUERY = 500
_DAY = 86_400  # seconds
_WAIT = 20.0  # seconds for another process's transaction
_TABLE = """
    CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, day INTEGER NOT NULL)
"""


class VectorCache:
    """Unit vectors by keyed hash of their text, in one SQLite file for each version of what made them.

    Neither texts nor anything that leads back to them without `secret` is in the file. Each write is one
    transaction, so a process that dies leaves no half vector, and any number of processes may share the
    folder. It may be deleted at any time. What cannot be read counts as missing, and what cannot be written
    (full disk, locked or read-only file) is computed again next time: no fault of the cache ever fails a
    computation. A damaged file is removed.

    Parameters: `folder`; `version` names what computes the vectors; `dimensions` d; `secret` bytes that key
    the hash, at most 64 used; `max_rows` vectors kept (2.1 kB each at d = 512), the longest unused dropped.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        version: str,
        dimensions: int,
        secret: bytes = b"",
        max_rows: int = 400_000,
    ) -> None:
        self.file = Path(folder) / f"{version}.sqlite3"
        self.dimensions = check_count("dimensions", dimensions)
        self.secret = secret[:64]
        self.max_rows = check_count("max_rows", max_rows)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Vectors (n, d) of texts, and which of them (n,) were found; the other rows are zero.

        ValueError unless texts are strings.
        """
        texts = check_texts(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        found = np.zeros(len(texts), dtype=bool)
        keys = [self._key(text) for text in texts]
        nothing: dict[bytes, bytes] = {}
        kept = self._within(lambda db: self._select(db, list(dict.fromkeys(keys))), nothing)
        for i, key in enumerate(keys):
            vector = kept.get(key, b"")
            if len(vector) == vectors[i].nbytes:
                vectors[i], found[i] = np.frombuffer(vector, dtype=np.float32), True
        found &= np.isfinite(vectors).all(axis=1)
        vectors[~found] = 0
        return vectors, found

    def write(self, texts: Sequence[str], vectors: ArrayLike) -> None:
        """Keep the vectors (n, d) of texts, in one transaction. ValueError for another shape."""
        texts = check_texts(texts)
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.shape != (len(texts), self.dimensions):
            raise ValueError(f"vectors must be {(len(texts), self.dimensions)}, got {rows.shape}")
        kept = [(self._key(text), row.tobytes(), _today()) for text, row in zip(texts, rows, strict=True)]
        self._within(lambda db: self._insert(db, kept), None)

    def drop_unused(self, days: int) -> int:
        """Forget the vectors no run has asked for in `days` days; returns how many."""
        before = _today() - check_count("days", days, minimum=0)
        return self._within(lambda db: db.execute("DELETE FROM vectors WHERE day < ?", [before]).rowcount, 0)

    def clear(self) -> None:
        """Forget everything."""
        for end in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)

    def __len__(self) -> int:
        return self._within(lambda db: db.execute("SELECT count(*) FROM vectors").fetchone()[0], 0)

    def _key(self, text: str) -> bytes:
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=self.secret).digest()

    def _select(self, db: sqlite3.Connection, keys: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for some in _parts(keys):
            marks = ",".join("?" * len(some))
            found |= db.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)  # noqa: S608
            db.execute(
                f"UPDATE vectors SET day = ? WHERE day < ? AND key IN ({marks})",  # noqa: S608
                [_today(), _today(), *some],
            )
        return found

    def _insert(self, db: sqlite3.Connection, rows: list[tuple[bytes, bytes, int]]) -> None:
        db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
        surplus = db.execute("SELECT count(*) FROM vectors").fetchone()[0] - self.max_rows
        if surplus > 0:
            db.execute(
                "DELETE FROM vectors WHERE rowid IN (SELECT rowid FROM vectors ORDER BY day, rowid LIMIT ?)",
                [surplus],
            )

    def _within(self, act: Callable[[sqlite3.Connection], Result], otherwise: Result) -> Result:
        """What `act` gives in one transaction, or `otherwise` when the file cannot be used."""
        try:
            with closing(self._open()) as db, db:
                return act(db)
        except (sqlite3.OperationalError, OSError):  # locked, full, read-only: for another time
            return otherwise
        except sqlite3.DatabaseError:  # not a database, or a damaged one
            with suppress(OSError):
                self.clear()
            return otherwise

    def _open(self) -> sqlite3.Connection:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.file, timeout=_WAIT)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA secure_delete = ON")  # a forgotten vector is overwritten, not only unlinked
        db.execute(_TABLE)
        return db


def _today() -> int:
    return int(time.time()) // _DAY


def _parts(keys: list[bytes]) -> Iterator[list[bytes]]:
    return (keys[start : start + _KEYS_A_QUERY] for start in range(0, len(keys), _KEYS_A_QUERY))
