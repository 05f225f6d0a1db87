import numpy as np
import pytest

from proposals.themes.clustering import SentenceEmbedder
from proposals.themes.clustering.lsa import LatentSemanticEmbedder

TEXTS = [
    "More trees in the park",
    "Plant trees along the park",
    "The bus comes too late",
    "Buses are never on time",
    "Lower the rent",
    "Housing costs too much",
]


def test_rows_have_length_one_and_neighbours_in_meaning_are_nearest():
    vectors = SentenceEmbedder().fit_transform(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (6, 640)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    cosines = vectors @ vectors.T - 2 * np.eye(6)
    assert cosines.argmax(axis=1).tolist() == [1, 0, 3, 2, 5, 4]


def test_transform_of_fitted_texts_gives_the_same_vectors_in_any_chunks():
    embedder = SentenceEmbedder(chunk_size=2)
    np.testing.assert_allclose(embedder.fit_transform(TEXTS), embedder.transform(TEXTS), atol=1e-6)
    np.testing.assert_allclose(SentenceEmbedder().fit_transform(TEXTS), embedder.transform(TEXTS), atol=1e-5)


def test_same_texts_give_same_bytes():
    assert (
        SentenceEmbedder().fit_transform(TEXTS).tobytes() == SentenceEmbedder().fit_transform(TEXTS).tobytes()
    )


@pytest.mark.parametrize(
    "other", ["Il faut plus d'arbres dans le parc", "Mehr Bäume im Park", "公園にもっと木を"]
)
def test_other_languages_land_beside_their_meaning(other):
    vectors = SentenceEmbedder("encoder").fit_transform([*TEXTS, other])
    assert (vectors[:6] @ vectors[6]).argmax() in (0, 1)


def test_languages_the_encoder_does_not_know_fall_back_to_lsa():
    greek = [
        "Θέλουμε περισσότερα δέντρα στο πάρκο",
        "Το λεωφορείο αργεί πάντα",
        "Τα ενοίκια είναι πολύ υψηλά",
    ]
    embedder = SentenceEmbedder()
    vectors = embedder.fit_transform(greek)
    assert (embedder.foreign_share_, embedder.fallback_) == (1.0, True)
    assert np.count_nonzero(vectors[:, :512]) == 0
    assert not SentenceEmbedder().fit(TEXTS).fallback_


def test_a_foreign_text_among_others_uses_lsa_alone():
    embedder = SentenceEmbedder()
    vectors = embedder.fit_transform([*TEXTS, "Τα ενοίκια είναι πολύ υψηλά"])
    assert not embedder.fallback_
    assert np.count_nonzero(vectors[6, :512]) == 0
    assert np.count_nonzero(vectors[0, :512]) > 500


@pytest.mark.parametrize("backend, width", [("auto", 640), ("encoder", 512), ("lsa", 128)])
def test_backend_decides_the_width(backend, width):
    embedder = SentenceEmbedder(backend)
    assert embedder.fit_transform(TEXTS).shape == (6, width)
    assert embedder.transform([]).shape == (0, width)


@pytest.mark.parametrize("backend", ["auto", "encoder", "lsa"])
@pytest.mark.parametrize(
    "texts", [["only one"], [""], [" "], ["same"] * 5, ["\ud800 lone"], ["🚲🚲"], ["a" * 100_000]]
)
def test_odd_texts_get_finite_unit_vectors(backend, texts):
    vectors = SentenceEmbedder(backend).fit_transform(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_long_text_lies_beside_what_it_is_about():
    letter = "The rent is too high for families. " * 60
    vectors = SentenceEmbedder("encoder").fit_transform([*TEXTS, letter])
    assert (vectors[:6] @ vectors[6]).argmax() in (4, 5)


@pytest.mark.parametrize(
    "parameters, texts",
    [
        ({}, []),
        ({}, "one string"),
        ({}, ["a", None]),
        ({"backend": "word2vec"}, TEXTS),
        ({"lsa_weight": 1.5}, TEXTS),
        ({"chunk_size": 0}, TEXTS),
        ({"n_components": 2.5}, TEXTS),
    ],
)
def test_bad_input_raises_value_error(parameters, texts):
    with pytest.raises(ValueError, match=r"must|needed"):
        SentenceEmbedder(**parameters).fit(texts)


def test_transform_before_fit_raises_value_error():
    with pytest.raises(ValueError, match="fitted first"):
        SentenceEmbedder().transform(TEXTS)


def test_lsa_learns_from_a_sample_and_transforms_the_rest():
    texts = [f"{word} {number}" for word in ("tree", "rent", "bus") for number in range(40)]
    vectors = LatentSemanticEmbedder(8, max_fit=30).fit_transform(texts)
    assert vectors.shape == (120, 8)
    assert vectors[0] @ vectors[39] > vectors[0] @ vectors[79]
