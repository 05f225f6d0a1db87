import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from proposals.themes.clustering.lsa import LatentSemanticEmbedder, _left_singular, _words
from proposals.themes.clustering.spelling import Speller

WORDS = ["park", "parks", "parking", "tree", "trees", "bus", "buses", "library", "libraries", "a", "I", "rue",
         "école", "straße", "公園", "парк", "x1"]  # fmt: skip


@given(st.text(max_size=120) | st.text(alphabet="ab_-. 1Ä\n", max_size=120))
def test_words_are_runs_of_word_characters_however_they_are_found(text):
    assert _words(text) == re.findall(r"\w{1,40}", text.lower())


@pytest.mark.parametrize("words", [WORDS, WORDS[:1], ["a"], ["parks", "parked"]])
def test_spelling_is_the_tf_idf_of_sequences_that_scikit_learn_computes(words):
    try:
        oracle = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2).fit(words)
    except ValueError:
        oracle = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit(words)
    asked = [*words, "parkland", "zzz"]
    ours, theirs = Speller().fit(words).transform(asked), oracle.transform(asked)
    assert ours.shape == theirs.shape
    np.testing.assert_allclose((ours @ ours.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-6)


@pytest.mark.parametrize("words", [[], [""]])
def test_no_words_have_no_spelling(words):
    assert Speller().fit(words).transform(["park"]).nnz == 0


def test_left_singular_vectors_are_those_of_a_full_decomposition():
    matrix = np.random.default_rng(0).normal(size=(60, 8)).astype(np.float32) * 2.0 ** -np.arange(8)
    matrix = np.hstack([matrix, matrix[:, :2]])  # of rank 8
    ours = _left_singular(matrix.astype(np.float32))
    theirs = np.linalg.svd(matrix, full_matrices=False)[0][:, :8]
    assert ours.shape == (60, 8)
    np.testing.assert_allclose(np.abs((ours * theirs).sum(axis=0)), 1, atol=1e-4)


def test_texts_lie_where_a_truncated_decomposition_of_all_their_features_puts_them():
    """Against scikit-learn's on the whole matrix of texts and sequences, on texts with few dimensions."""
    chance = np.random.default_rng(1)
    texts = [" ".join(chance.choice(WORDS[:12], 8)) for _ in range(80)]
    ours = LatentSemanticEmbedder(6).fit(texts)
    counted = ours._counted([_words(text) for text in texts], ours.words_)
    own = np.diag(np.sqrt(0.3) * np.ones(len(ours.words_)))
    spelt = np.sqrt(0.7) * ours._speller.transform(list(ours.words_)).toarray()
    features = ours._rarity[:, None] * np.hstack([spelt, own])
    whole = counted @ features
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    theirs = TruncatedSVD(6, algorithm="arpack").fit_transform(whole)
    theirs /= np.linalg.norm(theirs, axis=1, keepdims=True)
    vectors = ours.transform(texts)
    np.testing.assert_allclose(vectors @ vectors.T, theirs @ theirs.T, atol=2e-2)


@pytest.mark.parametrize("texts", [["", ""], ["same words"] * 5, ["alone"], ["?!"], ["y" * 100_000, "short"]])
def test_odd_texts_have_finite_vectors_of_length_one(texts):
    vectors = LatentSemanticEmbedder(4).fit_transform(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_same_seed_gives_same_bytes():
    texts = [f"{word} and {other}" for word in WORDS for other in WORDS]
    one, other = (LatentSemanticEmbedder(8, random_state=3).fit_transform(texts) for _ in range(2))
    assert one.tobytes() == other.tobytes()
