import os
import subprocess
import sys
import warnings
from hashlib import sha256

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from proposals.themes.clustering import ThemeClusterer
from proposals.themes.clustering.grouping import METHODS
from proposals.themes.clustering.residual import propose_themes
from proposals.themes.clustering.space import nearest_rows
from tests.proposals.themes.clustering.reference import labelled_texts

SUBJECTS = {
    "parks": ["trees", "benches", "playgrounds", "flowers", "lawns", "ponds"],
    "buses": ["stops", "drivers", "timetables", "tickets", "routes", "lanes"],
    "housing": ["rents", "landlords", "flats", "tenants", "mortgages", "deposits"],
}
FORMS = ["We need better {} for our {}", "The {} of the {} are in a bad state", "Please invest in {} and {}"]
TEXTS = [
    form.format(word, subject) for subject, words in SUBJECTS.items() for word in words for form in FORMS
]
TRUTH = np.repeat([0, 1, 2], 18)
SENTENCES = """
More trees should be planted in the park
The park needs benches in the shade of trees
Please mow the lawns of the park less often
Our playground in the park has broken swings
Flowers and trees make a park worth a visit
Nobody empties the bins in the park
The pond in the park is full of rubbish
Open the park gates earlier in the morning
The bus is late every single morning
We wait half an hour for the next bus
Bus drivers do not stop when it rains
A bus ticket costs more than petrol
The night bus was cancelled without notice
There is no bus stop near the hospital
Buses should come every ten minutes
The bus timetable at the stop is wrong
Rents have doubled in five years
Young families cannot afford the rent
My landlord raised the rent twice
Build flats with affordable rents
Tenants pay half their wages in rent
Empty flats should be let to tenants
The deposit for a flat is too high
Landlords leave flats empty for years
""".strip().splitlines()


@pytest.fixture(scope="module")
def blobs():
    """Vectors of 600 texts in six tight clouds of uneven size, and their true labels."""
    generator = np.random.default_rng(3)
    labels = np.repeat(np.arange(6), [240, 160, 90, 60, 30, 20])
    centres = generator.normal(size=(6, 40))
    vectors = centres[labels] + 0.35 * generator.normal(size=(600, 40))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), labels


def names(n):
    return [f"text number {i}" for i in range(n)]


@pytest.mark.parametrize("method", METHODS)
def test_subjects_of_short_texts_are_found(method):
    model = ThemeClusterer(3, method).fit(SENTENCES)
    assert adjusted_rand_score(np.repeat([0, 1, 2], 8), model.labels_) > 0.6
    assert sorted(set(model.labels_)) == [0, 1, 2]
    assert model.n_themes_ == len(model.keywords_) == 3


@pytest.mark.parametrize("method", METHODS)
def test_clouds_are_found_whatever_their_size(blobs, method):
    vectors, truth = blobs
    model = ThemeClusterer(6, method).fit(names(600), vectors)
    assert adjusted_rand_score(truth, model.labels_) > 0.98
    assert np.bincount(model.labels_).tolist() == sorted(np.bincount(model.labels_), reverse=True)


@pytest.mark.parametrize("n", [8, 50, 200])
def test_suggested_number_stays_within_the_square_root_of_half_the_texts(n):
    rows = np.random.default_rng(1).normal(size=(n, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    model = ThemeClusterer().fit([f"text {i}" for i in range(n)], rows)
    numbers = [number for number, _silhouette in model.silhouette_curve_]
    assert max(numbers) <= max(2, np.sqrt(n / 2))
    assert model.suggested_n_themes_ in [1, *numbers]


def test_number_of_themes_is_suggested_when_none_is_given(blobs):
    vectors, truth = blobs
    model = ThemeClusterer().fit(names(600), vectors)
    assert model.n_themes_ == model.suggested_n_themes_ == 6
    assert adjusted_rand_score(truth, model.labels_) > 0.98


@pytest.mark.parametrize("method", METHODS)
def test_same_seed_gives_same_bytes(blobs, method):
    vectors, _ = blobs
    one, other = (ThemeClusterer(5, method, 7).fit(names(600), vectors) for _ in range(2))
    assert one.labels_.tobytes() == other.labels_.tobytes()
    assert one.confidence_.tobytes() == other.confidence_.tobytes()
    assert one.keywords_ == other.keywords_


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("max_fit", [600, 300])
def test_fitted_texts_keep_their_theme_when_predicted(blobs, method, max_fit):
    vectors, truth = blobs
    model = ThemeClusterer(6, method, max_fit=max_fit, chunk_size=70).fit(names(600), vectors)
    np.testing.assert_array_equal(model.predict(names(600), vectors), model.labels_)
    assert len(model.fitted_) == max_fit
    assert adjusted_rand_score(truth, model.labels_) > 0.95


def test_new_texts_do_not_move_those_already_assigned():
    model = ThemeClusterer(3).fit(TEXTS)
    before = model.labels_.copy()
    predicted = model.predict([*TEXTS, "Rents for small flats are too high"])
    np.testing.assert_array_equal(predicted[:-1], before)
    assert predicted[-1] == np.bincount(before[TRUTH == 2]).argmax()


def test_chunk_size_changes_nothing(blobs):
    vectors, _ = blobs
    small, large = (ThemeClusterer(6, chunk_size=n).fit(names(600), vectors) for n in (50, 5_000))
    np.testing.assert_array_equal(small.labels_, large.labels_)


@pytest.mark.parametrize("max_fit", [600, 250])
def test_cuts_of_the_tree_are_nested_and_agree_with_the_labels(blobs, max_fit):
    vectors, _ = blobs
    model = ThemeClusterer(6, "tree", max_fit=max_fit).fit(names(600), vectors)
    np.testing.assert_array_equal(model.cut(6), model.labels_)
    for n_themes in (1, 2, 5, 11):
        coarse, fine = model.cut(n_themes), model.cut(n_themes + 1)
        assert len(set(coarse)) == n_themes
        assert len(set(zip(fine.tolist(), coarse.tolist(), strict=True))) == n_themes + 1


def test_text_between_two_themes_is_unsure(blobs):
    vectors, truth = blobs
    middles = [vectors[truth == theme].mean(axis=0) for theme in (0, 1)]
    between = sum(middle / np.linalg.norm(middle) for middle in middles)
    between /= np.linalg.norm(between)
    model = ThemeClusterer(6).fit(names(601), np.vstack([vectors, between]))
    assert model.confidence_[600] < model.confidence_[:600].min()
    np.testing.assert_array_equal(model.unsure_, model.confidence_ < 0.05)
    assert model.confidence_.min() >= 0
    assert model.confidence_.max() <= 1


@pytest.mark.parametrize(
    "texts, n_themes, expected",
    [
        (["alone"], 5, [0]),
        (["alone"], None, [0]),
        (["same words"] * 30, 4, [0] * 30),
        (["same words"] * 30, None, [0] * 30),
        (["trees please", "lower rents"], 9, [0, 1]),
        ([""] * 3, 2, [0, 0, 0]),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_few_or_equal_texts_give_as_many_themes_as_there_are_texts(method, texts, n_themes, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = ThemeClusterer(n_themes, method).fit(texts)
    assert sorted(model.labels_) == expected
    assert model.predict(texts).tolist() == model.labels_.tolist()
    assert len(model.cut(4)) == len(texts)
    assert model.predict([]).shape == (0,)


@pytest.mark.parametrize(
    "parameters, texts, vectors",
    [
        ({}, [], None),
        ({}, "one string", None),
        ({}, [1, 2], None),
        ({"n_themes": 0}, TEXTS, None),
        ({"n_themes": 2.5}, TEXTS, None),
        ({"method": "hdbscan"}, TEXTS, None),
        ({"max_fit": 0}, TEXTS, None),
        ({}, ["a", "b"], [[1.0, 0.0]]),
        ({}, ["a", "b"], [[1.0, 0.0], [np.nan, 0.0]]),
    ],
)
def test_bad_input_raises_value_error(parameters, texts, vectors):
    with pytest.raises(ValueError, match=r"must|needed"):
        ThemeClusterer(**parameters).fit(texts, vectors)


def test_model_fitted_on_vectors_needs_vectors_to_predict(blobs):
    model = ThemeClusterer(2).fit(names(600), blobs[0])
    with pytest.raises(ValueError, match="needs vectors"):
        model.predict(["a new text"])


def test_second_theme_is_the_next_nearest_where_the_margin_is_small(blobs):
    vectors, _ = blobs
    model = ThemeClusterer(6).fit(names(600), vectors)
    distances = np.sqrt(np.maximum(2 - 2 * model.points_ @ model.centers_.T, 0))
    distances[np.arange(600), model.labels_] = np.inf
    clear = model.confidence_ >= 0.2
    assert (model.secondary_[clear] == -1).all()
    np.testing.assert_array_equal(model.secondary_[~clear], distances.argmin(axis=1)[~clear])
    assert ThemeClusterer(1).fit(names(600), vectors).secondary_.tolist() == [-1] * 600


def test_themes_keep_their_ids_when_texts_come_and_go(blobs):
    vectors, truth = blobs
    before, after = (np.flatnonzero(truth != gone) for gone in (5, 1))
    first = ThemeClusterer(5).fit([f"text {i}" for i in before], vectors[before])
    then = ThemeClusterer(5).fit([f"text {i}" for i in after], vectors[after], earlier=first)
    assert first.theme_ids_.tolist() == [0, 1, 2, 3, 4]
    id_before, id_after = (
        dict(zip(truth[rows].tolist(), model.theme_ids_[model.labels_].tolist(), strict=True))
        for rows, model in ((before, first), (after, then))
    )
    assert id_after == {theme: id_before[theme] for theme in (0, 2, 3, 4)} | {5: 5}


def test_firm_themes_come_back_from_bootstrap_samples_and_chance_does_not(blobs):
    firm, agreement, *_pairs = ThemeClusterer(6).fit(names(600), blobs[0]).stability(3)
    assert firm.min() > 0.8
    assert agreement > 0.95
    chance = np.random.default_rng(0).normal(size=(300, 40))
    chance /= np.linalg.norm(chance, axis=1, keepdims=True)
    loose, agreement, *_pairs = ThemeClusterer(6).fit(names(300), chance).stability(3)
    assert loose.max() < 0.75
    assert agreement < 0.6


def test_halves_of_the_texts_agree_on_the_themes_there_are(blobs):
    curve = dict(ThemeClusterer().fit(names(600), blobs[0]).split_half_curve_)
    assert list(curve) == [2, 3, 4, 5, 6, 8, 10, 12, 15]
    assert curve[6] > 0.95
    assert curve[6] > curve[15]


def test_later_texts_on_something_new_are_proposed_as_a_theme(blobs):
    vectors, truth = blobs
    old = np.flatnonzero(truth != 2)
    model = ThemeClusterer(5).fit([f"old {i}" for i in old], vectors[old])
    proposed = propose_themes(model, names(600), vectors)
    assert set(proposed[truth != 2]) == {-1}
    assert set(proposed[truth == 2]) <= {-1, 5}
    assert (proposed[truth == 2] == 5).mean() > 0.9


@pytest.mark.parametrize("n", [0, 3])
def test_too_few_later_texts_propose_nothing(blobs, n):
    model = ThemeClusterer(2).fit(names(600), blobs[0])
    assert propose_themes(model, ["new"] * n, blobs[0][:n]).tolist() == [-1] * n


def test_bad_cut_raises_value_error():
    with pytest.raises(ValueError, match="n_themes"):
        ThemeClusterer(2).fit(TEXTS).cut(0)


@pytest.mark.parametrize("n", [1, 5, 31, 32, 33, 200])
@pytest.mark.parametrize("count", [1, 5])
def test_nearest_rows_are_those_of_a_full_sort(n, count):
    generator = np.random.default_rng(n)
    among = generator.normal(size=(n, 6)).astype(np.float32)
    points = generator.normal(size=(40, 6)).astype(np.float32)
    count = min(count, n)
    expected = np.argsort(-(points @ among.T), axis=1)[:, :count]
    np.testing.assert_array_equal(nearest_rows(points, among, count), expected)


def digest_of_a_fit():
    """Of everything a fit of 2,000 texts from words on gives out, embedding included."""
    texts = [f"{form} {number % 97}" for number in range(40) for form in TEXTS][:2_000]
    model = ThemeClusterer(12).fit(texts)
    learned = (model.labels_, model.confidence_, model.points_, model.centers_, model.secondary_)
    return sha256(b"".join(array.tobytes() for array in learned)).hexdigest()


@pytest.mark.slow
def test_other_processes_with_one_and_two_threads_give_the_same_bytes():
    code = f"from {__name__} import digest_of_a_fit; print(digest_of_a_fit())"
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": threads},
            capture_output=True, text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(
    "name, method, nmi, ari",
    [
        ("stackoverflow20", "kmeans", 0.78, 0.70),
        ("googlenews152_T", "tree", 0.84, 0.65),
        ("biomedical20", "kmeans", 0.35, 0.20),
    ],
)
def test_published_labels_are_recovered(name, method, nmi, ari):
    texts, truth = labelled_texts(name)
    labels = ThemeClusterer(truth.max() + 1, method).fit(texts).labels_
    assert normalized_mutual_info_score(truth, labels) >= nmi
    assert adjusted_rand_score(truth, labels) >= ari
