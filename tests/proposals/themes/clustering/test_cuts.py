"""A tree that was kept gives the same cuts as the model that grew it."""

import numpy as np
import pytest

from proposals.themes.clustering import ThemeClusterer
from proposals.themes.clustering.cuts import cut_merges


def partition(labels):
    groups: dict = {}
    for place, label in enumerate(labels):
        groups.setdefault(int(label), []).append(place)
    return sorted(groups.values())


@pytest.mark.parametrize("method", ["kmeans", "tree"])
def test_kept_tree_cuts_as_the_clusterer_does(method):
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(120, 20)) + np.repeat(np.eye(6, 20) * 9, 20, axis=0)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    model = ThemeClusterer(6, method).fit([f"text {i}" for i in range(120)], vectors)
    leaves = model.leaves()
    for number in (1, 2, 3, 5, 8, model.n_leaves_):
        kept = cut_merges(model.merges_, model.n_leaves_, number)
        assert partition(kept[leaf] for leaf in leaves) == partition(model.cut(number))


def test_cut_of_a_tree_into_more_groups_than_leaves_is_its_leaves():
    assert cut_merges([[0, 1]], 2, 9) == [0, 1]
    assert cut_merges([], 1, 3) == [0]
    with pytest.raises(ValueError, match="at least 1"):
        cut_merges([[0, 1]], 2, 0)


def test_stability_of_two_themes_as_one_is_high_when_reruns_mix_them():
    generator = np.random.default_rng(1)
    vectors = generator.normal(size=(150, 16)) * 0.1 + np.repeat(np.eye(3, 16), 50, axis=0)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    found = ThemeClusterer(3).fit([f"text {i}" for i in range(150)], vectors).stability(4)
    assert found.apart[0, 1] == 4
    assert found.apart.diagonal().tolist() == [0, 0, 0]
    assert np.allclose(found.merged, found.merged.T)
    assert found.merged[0, 1] < 0.6 < found.themes.min()
