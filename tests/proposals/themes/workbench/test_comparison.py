"""Two runs side by side: which theme is which, what moved, what is new, gone, or in another theme now."""

import pytest

from proposals.themes.clustering.rand import adjusted_rand
from proposals.themes.workbench.comparison import compare
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import CodebookFactory, ThemeAssignmentFactory, ThemeFactory, ThemeRunFactory

pytestmark = pytest.mark.django_db


def run_of(consultation, themes, number):
    """A run whose themes {name: texts} hold these texts; a name with a key keeps it."""
    codebook = CodebookFactory(run=ThemeRunFactory(consultation=consultation, number=number))
    for name, texts in themes.items():
        theme = ThemeFactory(codebook=codebook, name=name, stable_key=f"{number}.{name}")
        for text in texts:
            ThemeAssignmentFactory(theme=theme, contribution=text)
    return codebook.run


def names(themes):
    return [theme.name for theme in themes]


def test_comparison_tells_same_new_gone_merged_and_moved():
    first = ProposalFactory()
    consultation = first.consultation
    texts = [first, *(ProposalFactory(consultation_of=consultation) for _ in range(15))]
    a, b, c, d, late = texts[:4], texts[4:7], texts[7:11], texts[11:14], texts[14:]
    then = run_of(consultation, {"buses": a, "trams": b, "shops": c, "odd": d}, 1)
    now = run_of(
        consultation,
        {"Transport": [*a, *b], "Shops": [*c[:3], d[0]], "Air": [c[3], d[1]], "Water": [d[2], *late]},
        2,
    )
    found = compare(then, now)
    assert [(p.then.name, p.now.name, p.shared, p.came, p.left) for p in found.pairs] == [
        ("buses", "Transport", 4, 3, 0),
        ("shops", "Shops", 3, 1, 1),
    ]
    assert names(found.new) == ["Air", "Water"]
    assert [(theme.name, other.name) for theme, other in found.merged] == [("trams", "Transport")]
    assert names(found.gone) == ["odd"]
    assert (found.texts, found.only_then, found.only_now, found.moved) == (14, 0, 2, 7)
    assert [(number, one.name, other.name) for number, one, other in found.flows] == [
        (3, "trams", "Transport"),
        (1, "shops", "Air"),
        (1, "odd", "Shops"),
        (1, "odd", "Air"),
        (1, "odd", "Water"),
    ]


def test_same_key_is_the_same_theme_whatever_it_holds():
    text, other = ProposalFactory(), None
    other = ProposalFactory(consultation_of=text.consultation)
    then = run_of(text.consultation, {"buses": [text], "shops": [other]}, 1)
    now = run_of(text.consultation, {"lorries": [other], "cars": [text]}, 2)
    now.codebook.themes.filter(name="lorries").update(stable_key="1.buses")
    pairs = [(pair.then.name, pair.now.name) for pair in compare(then, now).pairs]
    assert pairs == [("buses", "lorries")]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 2], [0, 0, 1, 1], 0.5714),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([], [], 1.0),
    ],
)
def test_adjusted_rand_is_the_one_scikit_learn_prints(one, other, expected):
    table: dict = {}
    for pair in zip(one, other, strict=True):
        table[pair] = table.get(pair, 0) + 1
    assert adjusted_rand(table) == pytest.approx(expected, abs=1e-4)
    if one:
        from sklearn.metrics import adjusted_rand_score

        assert adjusted_rand(table) == pytest.approx(adjusted_rand_score(one, other))
