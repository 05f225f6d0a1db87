"""Texts in several languages: a sentence lies beside its translation, and themes form by meaning."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score

from proposals.themes.clustering import SentenceEmbedder, ThemeClusterer
from proposals.themes.clustering.language_means import LanguageMeans
from tests.proposals.themes.clustering.translations import translated_sentences

ENGLISH = [f"We need more trees in the park and the street number {i}" for i in range(40)]
GERMAN = [f"Wir brauchen mehr Bäume im Park und auf der Straße Nummer {i}" for i in range(40)]


def offset_vectors(texts):
    """Vectors that differ by language alone: those of German texts turned a little."""
    rows = np.tile(np.array([1.0, 0.2, 0.0], dtype=np.float32), (len(texts), 1))
    rows[[text.startswith("Wir") for text in texts], 2] = 0.5
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_a_language_adds_to_all_its_sentences_is_taken_out():
    texts = ENGLISH + GERMAN
    vectors = offset_vectors(texts)
    moved = LanguageMeans().fit(texts, offset_vectors).moved(texts, vectors)
    assert vectors[0] @ vectors[40] < 0.9
    assert moved[0] @ moved[40] > 0.99
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("texts", [ENGLISH, ENGLISH + GERMAN[:5], ["?"] * 40, ENGLISH[:1]])
def test_one_language_and_a_few_texts_in_another_are_left_as_they_are(texts):
    vectors = offset_vectors(texts)
    means = LanguageMeans().fit(texts, offset_vectors)
    assert means.offsets_ == {}
    assert means.moved(texts, vectors).tobytes() == vectors.tobytes()


def test_text_in_no_known_language_is_left_where_it_is():
    means = LanguageMeans().fit(ENGLISH + GERMAN, offset_vectors)
    lone = np.array([[0.6, 0.8, 0.0]], dtype=np.float32)
    np.testing.assert_allclose(means.moved(["42"], lone), lone, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["encoder", "auto"])
def test_translation_is_the_nearest_text_in_ten_languages(backend):
    english, others = translated_sentences()
    assert len(english) > 60
    assert len(others) == 10
    texts = [*english, *(text for language in others.values() for text in language)]
    sources, *targets = np.split(SentenceEmbedder(backend).fit_transform(texts), 11)
    places = np.arange(len(english))
    found = [((sources @ target.T).argmax(axis=1) == places).mean() for target in targets]
    found += [((sources @ target.T).argmax(axis=0) == places).mean() for target in targets]
    assert np.mean(found) >= 0.93


@pytest.mark.slow
def test_themes_form_by_meaning_and_not_by_language():
    english, others = translated_sentences(("de", "es", "fr"), ("django", "wagtail", "allauth"), shortest=30)
    texts = [*english, *(text for language in others.values() for text in language)]
    labels = ThemeClusterer(20).fit(texts).labels_.reshape(4, -1)
    languages = np.repeat(np.arange(4), labels.shape[1])
    assert adjusted_mutual_info_score(languages, labels.ravel()) < 0.02
    assert (labels[1:] == labels[0]).mean() > 0.85
