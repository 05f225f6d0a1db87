import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.themes.clustering import design_effect, rake

AGES, PLACES, TENURES = ["18-34", "35-64", "65+"], ["north", "south"], ["owns", "rents", "other", "n/a"]


def sample(n=300, seed=0):
    """Traits that hang together, and margins that differ from them."""
    generator = np.random.default_rng(seed)
    age = generator.choice(3, n, p=[0.1, 0.4, 0.5])
    place = (generator.random(n) < 0.3 + 0.2 * age).astype(int)
    tenure = np.where(age == 2, 0, generator.choice(4, n, p=[0.3, 0.4, 0.2, 0.1]))
    categories = {
        "age": [AGES[i] for i in age],
        "place": [PLACES[i] for i in place],
        "tenure": [TENURES[i] for i in tenure],
    }
    margins = {
        "age": {"18-34": 0.3, "35-64": 0.45, "65+": 0.25},
        "place": {"north": 5_200, "south": 4_800},
        "tenure": {"owns": 50, "rents": 35, "other": 10, "n/a": 5},
    }
    return categories, margins


def nearest_to_equal(categories, margins):
    """The same weights another way: the least sum w log w under the margins, by its convex dual."""
    from scipy.optimize import minimize

    columns, wanted = [], []
    for trait, margin in margins.items():
        for category, target in margin.items():
            columns.append([float(value == category) for value in categories[trait]])
            wanted.append(target / sum(margin.values()))
    design, targets = np.array(columns).T, np.array(wanted)

    def dual(multipliers):
        weights = np.exp(design @ multipliers - 1)
        return weights.sum() - targets @ multipliers, design.T @ weights - targets

    found = minimize(dual, np.zeros(len(targets)), jac=True, method="BFGS", options={"gtol": 1e-11})
    return np.exp(design @ found.x - 1) * len(design)


def plain_loops(categories, margins, rounds=400):
    """Iterative proportional fitting, one person at a time."""
    n = len(next(iter(categories.values())))
    weights = [1.0] * n
    for _ in range(rounds):
        for trait, margin in margins.items():
            whole = sum(margin.values())
            for category, target in margin.items():
                members = [i for i in range(n) if categories[trait][i] == category]
                present = sum(weights[i] for i in members)
                for i in members:
                    weights[i] *= target / whole * n / present
    return np.array(weights)


@pytest.mark.parametrize("oracle", [nearest_to_equal, plain_loops])
def test_weights_equal_those_of_an_oracle(oracle):
    categories, margins = sample()
    np.testing.assert_allclose(rake(categories, margins).weights, oracle(categories, margins), atol=1e-6)


def test_weighted_shares_are_the_margins():
    categories, margins = sample()
    weights = rake(categories, margins).weights
    assert weights.mean() == pytest.approx(1)
    for trait, margin in margins.items():
        shares = {
            category: weights[np.array(categories[trait]) == category].sum() / len(weights)
            for category in margin
        }
        assert shares == pytest.approx(
            {category: target / sum(margin.values()) for category, target in margin.items()}, abs=1e-8
        )


def test_design_effect_and_effective_n_are_those_of_kish():
    found = rake({"age": ["a"] * 3 + ["b"]}, {"age": {"a": 0.5, "b": 0.5}})
    assert found.weights == pytest.approx([2 / 3] * 3 + [2])
    assert found.design_effect == pytest.approx(4 * (3 * 4 / 9 + 4) / 16)
    assert found.effective_n == pytest.approx(3.0)


def test_sample_like_the_population_keeps_equal_weights():
    found = rake({"age": ["a", "a", "b", "b"]}, {"age": {"a": 20, "b": 20, "c": 0}})
    assert found.weights.tolist() == [1, 1, 1, 1]
    assert (found.design_effect, found.effective_n) == (1, 4)


def test_one_person_weighs_one():
    assert rake({"age": ["a"]}, {"age": {"a": 1}}).weights.tolist() == [1]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=20),
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.lists(st.floats(0.05, 1), min_size=2, max_size=2),
)
def test_margins_are_met_when_every_cell_has_somebody(extra, ages, places):
    people = extra + [(age, place) for age in range(3) for place in range(2)]
    categories = {"age": [age for age, _ in people], "place": [place for _, place in people]}
    found = rake(categories, {"age": dict(enumerate(ages)), "place": dict(enumerate(places))})
    assert (found.weights > 0).all()
    assert 1 <= found.effective_n <= len(people) + 1e-9
    for age, target in enumerate(ages):
        share = found.weights[np.array(categories["age"]) == age].sum() / len(people)
        assert share == pytest.approx(target / sum(ages), abs=1e-8)


FOUR = {"age": ["a", "a", "b", "b"], "place": ["n", "n", "s", "s"]}


@pytest.mark.parametrize(
    "categories, margins, words",
    [
        (FOUR, {"age": {"a": 0.5, "b": 0.5}, "place": {"n": 0.9, "s": 0.1}}, "no weights fit all margins"),
        ({"age": FOUR["age"]}, {"age": {"a": 0.5, "b": 0.4, "c": 0.1}}, "age: no weights .* nobody being c"),
        ({"age": FOUR["age"]}, {"age": {"a": 1}}, "age: its margins must also say how many are b"),
        ({"age": FOUR["age"]}, {"age": {"a": 1, "b": 0}}, "age: its margin wants nobody, but some are b"),
        ({"age": ["a", None]}, {"age": {"a": 1}}, "age: every person must have a category"),
        ({"age": ["a", np.nan]}, {"age": {"a": 1}}, "age: every person must have a category"),
        ({"age": ["a"]}, {"age": {"a": -1}}, "age: margins must be finite"),
        ({"age": ["a"]}, {"age": {"a": np.nan}}, "age: margins must be finite"),
        ({"age": ["a"]}, {"age": {}}, "age: margins must be finite"),
        ({"age": []}, {"age": {"a": 1}}, "of one person or more"),
        ({"age": ["a"], "place": ["n", "s"]}, {"age": {"a": 1}, "place": {"n": 1}}, "one category for each"),
        ({"age": ["a"]}, {"place": {"a": 1}}, "must name the same traits"),
        ({}, {}, "must name the same traits"),
    ],
)
def test_what_cannot_be_weighted_raises_value_error(categories, margins, words):
    with pytest.raises(ValueError, match=words):
        rake(categories, margins)


def test_margins_that_only_fit_in_the_limit_raise_value_error():
    categories = {"age": ["a", "a", "b"], "place": ["n", "s", "n"]}
    with pytest.raises(ValueError, match="no weights fit all margins together"):
        rake(categories, {"age": {"a": 0.5, "b": 0.5}, "place": {"n": 0.5, "s": 0.5}})


@pytest.mark.parametrize("weights, expected", [([1, 1, 1], 1), ([5], 1), ([1, 0, 0, 0], 4)])
def test_design_effect_by_hand(weights, expected):
    assert design_effect(weights) == pytest.approx(expected)


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [np.nan], [[1]]])
def test_bad_weights_raise_value_error(weights):
    with pytest.raises(ValueError, match="weights must"):
        design_effect(weights)
