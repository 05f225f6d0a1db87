import sqlite3
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.themes.clustering import SentenceEmbedder
from proposals.themes.clustering.vector_cache import VectorCache

TEXTS = ["More trees in the park", "The bus comes too late", "Lower the rent"]
ROWS = np.arange(12, dtype=np.float32).reshape(3, 4)


@pytest.fixture
def cache(tmp_path):
    return VectorCache(tmp_path, version="test-1", dimensions=4)


def test_vectors_written_are_read_bit_for_bit(cache):
    cache.write(TEXTS, ROWS)
    vectors, found = cache.read([TEXTS[2], "unknown", TEXTS[0], TEXTS[2]])
    assert found.tolist() == [True, False, True, True]
    np.testing.assert_array_equal(vectors, ROWS[[2, 2, 0, 2]] * found[:, None])


@settings(max_examples=25)
@given(texts=st.lists(st.text(max_size=20), unique=True, max_size=6), seed=st.integers(0, 99))
def test_whatever_is_written_is_read(tmp_path_factory, texts, seed):
    cache = VectorCache(tmp_path_factory.mktemp("cache"), version="v", dimensions=3)
    rows = np.random.default_rng(seed).normal(size=(len(texts), 3)).astype(np.float32)
    cache.write(texts, rows)
    vectors, found = cache.read(texts)
    assert found.all()
    assert vectors.tobytes() == rows.tobytes()


def test_another_version_and_another_secret_see_nothing(cache, tmp_path):
    cache.write(TEXTS, ROWS)
    for other in (
        VectorCache(tmp_path, version="test-2", dimensions=4),
        VectorCache(tmp_path, version="test-1", dimensions=4, secret=b"other"),
    ):
        assert not other.read(TEXTS)[1].any()


def test_file_holds_no_text(cache):
    cache.write(TEXTS, ROWS)
    held = b"".join(path.read_bytes() for path in cache.file.parent.iterdir())
    assert not any(text.encode() in held for text in TEXTS)


def test_rows_over_the_bound_are_dropped_longest_unused_first(tmp_path):
    cache = VectorCache(tmp_path, version="v", dimensions=4, max_rows=2)
    cache.write(TEXTS[:2], ROWS[:2])
    with sqlite3.connect(cache.file) as db:
        db.execute("UPDATE vectors SET day = 0")
    db.close()
    cache.read(TEXTS[:1])
    cache.write(TEXTS[2:], ROWS[2:])
    assert cache.read(TEXTS)[1].tolist() == [True, False, True]
    assert len(cache) == 2


def test_vectors_unused_for_days_are_dropped(cache):
    cache.write(TEXTS, ROWS)
    with sqlite3.connect(cache.file) as db:
        db.execute("UPDATE vectors SET day = day - 31")
    db.close()
    cache.read(TEXTS[:1])
    assert cache.drop_unused(30) == 2
    assert len(cache) == 1


def test_clear_forgets_everything(cache):
    cache.write(TEXTS, ROWS)
    cache.clear()
    assert len(cache) == 0


@pytest.mark.parametrize("rubbish", [b"", b"not a database at all" * 100])
def test_damaged_file_counts_as_missing_and_is_replaced(cache, rubbish):
    cache.file.parent.mkdir(exist_ok=True)
    cache.file.write_bytes(rubbish)
    assert not cache.read(TEXTS)[1].any()
    cache.write(TEXTS, ROWS)
    assert cache.read(TEXTS)[1].all()


def test_vector_of_wrong_length_or_not_finite_counts_as_missing(cache):
    cache.write(TEXTS, [[1, 2, 3, 4], [np.nan] * 4, [1, 1, 1, 1]])
    with sqlite3.connect(cache.file) as db:
        db.execute("UPDATE vectors SET vector = x'00' WHERE rowid = 1")
    db.close()
    assert cache.read(TEXTS)[1].tolist() == [False, False, True]


def test_folder_that_cannot_be_written_fails_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = VectorCache(tmp_path / "file", version="v", dimensions=4)
    cache.write(TEXTS, ROWS)
    assert not cache.read(TEXTS)[1].any()
    assert (len(cache), cache.drop_unused(1)) == (0, 0)


@pytest.mark.parametrize("rows", [ROWS[:2], ROWS[:, :3], ROWS[0]])
def test_rows_of_another_shape_raise_value_error(cache, rows):
    with pytest.raises(ValueError, match="vectors must be"):
        cache.write(TEXTS, rows)


WRITER = """
import sys, numpy as np
from proposals.themes.clustering.vector_cache import VectorCache
cache = VectorCache(sys.argv[1], version="v", dimensions=64)
for part in range(20):
    texts = [f"{part} {i}" for i in range(50)]
    cache.write(texts, np.full((50, 64), part, dtype=np.float32))
    print(part, flush=True)
    cache.read(texts)
"""


def test_processes_share_a_folder_and_one_killed_leaves_whole_vectors(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    writers[0].stdout.readline()
    writers[0].kill()
    for writer in writers:
        writer.communicate()
    assert writers[1].returncode == 0
    cache = VectorCache(tmp_path, version="v", dimensions=64)
    vectors, found = cache.read([f"{part} {i}" for part in range(20) for i in range(50)])
    assert found.all()
    np.testing.assert_array_equal(vectors, np.repeat(np.arange(20), 50)[:, None] * np.ones(64))


def test_embedder_takes_from_the_cache_what_it_once_encoded(tmp_path):
    cache = VectorCache(tmp_path, version="v", dimensions=512)
    first = SentenceEmbedder("encoder", cache=cache).fit_transform(TEXTS)
    assert len(cache) == 3
    cache.write(["Lower the rent"], np.eye(1, 512))
    again = SentenceEmbedder("encoder", cache=cache).fit_transform([*TEXTS, "One more"])
    assert again[:2].tobytes() == first[:2].tobytes()
    assert again[2].tolist() == np.eye(1, 512)[0].tolist()
    assert len(cache) == 4
