"""Every public name is explained, refuses bad input by ValueError and answers odd input in finite numbers."""

import inspect
import re
from functools import partial

import numpy as np
import pytest

from proposals.themes import clustering as c

NAN = float("nan")
TEXTS = ["More trees in the park", "The bus is late", "Rents are too high", "Trees and benches, please"]
UNIT = np.eye(4, dtype=np.float32)
LABELS = np.array([0, 0, 1, 1])
VOTES = np.tile([[1, -1, 0, NAN], [-1, 1, 1, 0]], (8, 1)) * np.ones((16, 1))
GROUPS = np.tile([0, 1], 8)
CODES = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
TWENTY = [f"{TEXTS[i % 4]} {i}" for i in range(20)]
ROWS = np.random.default_rng(0).normal(size=(20, 8)).astype(np.float32)
PEOPLE = {"age": ["young", "old", "old"]}
MARGINS = {"age": {"young": 0.5, "old": 0.5}}


def fitted():
    return c.ThemeClusterer(2).fit(TEXTS, UNIT)


def coder():
    return c.ThemeCoder().fit(TEXTS, CODES, UNIT)


def cache(folder="unused", version="v", dimensions=4, **more):
    return c.VectorCache(folder, version=version, dimensions=dimensions, **more)


LONE, NOT_STRINGS = "a lone string", [1, 2]
NO_TEXTS = [[], None, LONE, NOT_STRINGS]
BAD_VOTES = [[], [1, 0], [[2.0]], [[np.inf]], [["yes"]], np.zeros((0, 3)), np.zeros((3, 0))]
BAD_COUNTS = [0, -1, 2.5, True, None]
BAD_SHARES = [0, 1, -0.5, NAN]

# name: (what is called, the values it must refuse)
REFUSED = {
    "OpinionGrouper": [
        (lambda votes: c.OpinionGrouper().fit(votes), BAD_VOTES),
        (lambda n: c.OpinionGrouper(n).fit(VOTES), [0, -1, 1.5]),
    ],
    "SentenceEmbedder": [
        (lambda texts: c.SentenceEmbedder("lsa").fit(texts), NO_TEXTS),
        (lambda texts: c.SentenceEmbedder("lsa").transform(texts), [TEXTS]),
        (lambda backend: c.SentenceEmbedder(backend).fit(TEXTS), ["cloud", None]),
        (lambda weight: c.SentenceEmbedder(lsa_weight=weight).fit(TEXTS), [-0.1, 1.1, NAN]),
        (lambda size: c.SentenceEmbedder("lsa", chunk_size=size).fit(TEXTS), BAD_COUNTS),
        (lambda size: c.SentenceEmbedder("lsa", n_components=size).fit(TEXTS), BAD_COUNTS),
    ],
    "ThemeClusterer": [
        (lambda texts: c.ThemeClusterer(2).fit(texts), NO_TEXTS),
        (lambda rows: c.ThemeClusterer(2).fit(TEXTS, rows), [UNIT[:3], UNIT * NAN, UNIT + np.inf, LABELS]),
        (lambda n: c.ThemeClusterer(n).fit(TEXTS, UNIT), [0, -1, 2.5, True]),
        (lambda n: fitted().cut(n), BAD_COUNTS),
        (lambda n: fitted().stability(n), BAD_COUNTS),
        (lambda way: c.ThemeClusterer(2, way).fit(TEXTS, UNIT), ["dbscan", None]),
        (lambda share: c.ThemeClusterer(2, unsure_below=share).fit(TEXTS, UNIT), [-1, 2, NAN]),
        (lambda rows: fitted().predict(TEXTS, rows), [UNIT[:3], UNIT * NAN]),
        (lambda act: act(c.ThemeClusterer(2)), [
            lambda model: model.predict(TEXTS), lambda model: model.cut(2), lambda model: model.quotes(),
            lambda model: model.stability(),
        ]),
    ],
    "ThemeCoder": [
        (lambda texts: c.ThemeCoder().fit(texts, CODES), [*NO_TEXTS, ["one"]]),
        (lambda codes: c.ThemeCoder().fit(TEXTS, codes, UNIT), [CODES[:3], CODES * 2, CODES * NAN, LABELS]),
        (lambda rows: c.ThemeCoder().fit(TEXTS, CODES, rows), [UNIT[:3], UNIT * NAN]),
        (lambda texts: c.ThemeCoder().predict_proba(texts), [TEXTS]),
        (lambda rows: coder().predict(TEXTS, rows), [UNIT[:3], UNIT * NAN]),
    ],
    "VectorCache": [
        (lambda n: cache(dimensions=n), BAD_COUNTS),
        (lambda n: cache(max_rows=n), BAD_COUNTS),
        (lambda texts: cache().read(texts), [None, LONE, NOT_STRINGS]),
        (lambda rows: cache().write(TEXTS, rows), [UNIT[:3], UNIT[:, :2]]),
        (lambda days: cache().drop_unused(days), [-1, 1.5]),
    ],
    "central_quotes": [
        (lambda rows: c.central_quotes(rows, LABELS), [UNIT[:3], UNIT * NAN]),
        (lambda labels: c.central_quotes(UNIT, labels), [[0.5] * 4, [-2] * 4, [0]]),
        (lambda n: c.central_quotes(UNIT, LABELS, n), [-1, 1.5]),
        (lambda texts: c.central_quotes(UNIT, LABELS, 2, texts), [TEXTS[:2], LONE]),
    ],
    "common_ground_order": [
        (lambda votes: c.common_ground_order(votes, [0]), BAD_VOTES),
        (lambda labels: c.common_ground_order(VOTES, labels), [[0], [0.5] * 16, None]),
    ],
    "describe_campaign": [
        (c.describe_campaign, NO_TEXTS),
        (lambda times: c.describe_campaign(TEXTS, times), [[1.0], [NAN] * 4, ["noon"] * 4]),
        (lambda n: c.describe_campaign(TEXTS, min_words=n), BAD_COUNTS),
    ],
    "design_effect": [(c.design_effect, [[], [0, 0], [-1, 1], [NAN, 1], [[1, 1]]])],
    "estimate_prevalence": [
        (lambda texts: c.estimate_prevalence(texts, range(10), CODES), NO_TEXTS),
        (lambda coded: c.estimate_prevalence(TWENTY, coded, np.eye(2)[[0, 1] * 5], vectors=ROWS),
         [[], range(9), [0] * 10, range(11, 21), range(-1, 9), np.zeros(20, bool), None]),
        (lambda codes: c.estimate_prevalence(TWENTY, range(10), codes, vectors=ROWS), [CODES, [[2]] * 10]),
        (lambda share: c.estimate_prevalence(TWENTY, range(10), np.eye(2)[[0, 1] * 5], share, vectors=ROWS),
         BAD_SHARES),
    ],
    "find_campaigns": [
        (c.find_campaigns, [None, LONE, NOT_STRINGS]),
        (lambda n: c.find_campaigns(TEXTS, n), [1, *BAD_COUNTS]),
    ],
    "gini": [(c.gini, [[], [-1], [NAN], [np.inf], [[1, 2]]])],
    "group_informed_consensus": [
        (lambda votes: c.group_informed_consensus(votes, [0]), BAD_VOTES),
        (lambda labels: c.group_informed_consensus(VOTES, labels), [[0], [0.5] * 16]),
    ],
    "keywords_by_language": [
        (lambda texts: c.keywords_by_language(texts, LABELS, 2), NO_TEXTS),
        (lambda labels: c.keywords_by_language(TEXTS, labels, 2), [[0], [0.5] * 4, [0, 1, 2, 0], [-2] * 4]),
    ],
    "krippendorff_alpha": [
        (c.krippendorff_alpha, [[], [1, 2], [[np.inf, 1]], [["yes"]]]),
        (lambda level: c.krippendorff_alpha([[1, 2], [1, 2]], level), ["ordinal", None]),
    ],
    "least_agreement": [
        (lambda votes: c.least_agreement(votes, [0]), BAD_VOTES),
        (lambda share: c.least_agreement(VOTES, GROUPS, share), BAD_SHARES),
    ],
    "machine_beside_people": [
        (lambda codes: c.machine_beside_people(codes, CODES), [[], CODES, [CODES * 2], [CODES[:2]]]),
        (lambda machine: c.machine_beside_people([CODES], machine), [CODES[:2], CODES * NAN]),
    ],
    "match_themes": [(lambda least: c.match_themes([{1}], [{1}], least), [-0.1, 1.1, NAN])],
    "next_to_code": [
        (c.next_to_code, NO_TEXTS),
        (lambda n: c.next_to_code(TEXTS, n=n, vectors=UNIT), BAD_COUNTS),
        (lambda coded: c.next_to_code(TEXTS, coded, vectors=UNIT), [[4], [-1], [0.5]]),
        (lambda rows: c.next_to_code(TEXTS, vectors=rows), [UNIT[:3], UNIT * NAN]),
    ],
    "opinion_stability": [
        (lambda votes: c.opinion_stability(votes, [0]), BAD_VOTES),
        (lambda labels: c.opinion_stability(VOTES, labels), [[0], [-1] * 16]),
        (lambda n: c.opinion_stability(VOTES, GROUPS, n), BAD_COUNTS),
    ],
    "overall_consensus": [
        (c.overall_consensus, BAD_VOTES),
        (lambda n: c.overall_consensus(VOTES, n), BAD_COUNTS),
    ],
    "pairwise_kappa": [
        (c.pairwise_kappa, [[], [1, 2], [[np.inf, 1]]]),
        (lambda share: c.pairwise_kappa([[1, 2], [1, 2]], share), BAD_SHARES),
        (lambda n: c.pairwise_kappa([[1, 2], [1, 2]], n_draws=n), BAD_COUNTS),
    ],
    "propose_labels": [
        (lambda texts: c.propose_labels(texts, LABELS, 2), NO_TEXTS),
        (lambda labels: c.propose_labels(TEXTS, labels, 2), [[0], [0.5] * 4, [0, 1, 2, 0]]),
        (lambda keywords: c.propose_labels(TEXTS, LABELS, 2, keywords), [[], [["bus"]], [["bus"]] * 3]),
    ],
    "propose_themes": [
        (lambda model: c.propose_themes(model, TEXTS, UNIT), [c.ThemeClusterer(2)]),
        (lambda rows: c.propose_themes(fitted(), TEXTS, rows), [UNIT[:3], UNIT * NAN]),
        (lambda n: c.propose_themes(fitted(), TEXTS, UNIT, n), [1, *BAD_COUNTS]),
    ],
    "rake": [
        (lambda people: c.rake(people, MARGINS), [{}, {"age": []}, {"age": ["young", None]}, {"sex": ["f"]}]),
        (lambda margin: c.rake(PEOPLE, {"age": margin}),
         [{}, {"young": -1, "old": 2}, {"young": NAN, "old": 1}, {"young": 1}, {"young": 0, "old": 0}]),
    ],
    "representative_statements": [
        (lambda votes: c.representative_statements(votes, [0]), BAD_VOTES),
        (lambda labels: c.representative_statements(VOTES, labels), [[0], [0.5] * 16]),
        (lambda n: c.representative_statements(VOTES, GROUPS, n), BAD_COUNTS),
    ],
    "sample_f1": [(lambda codes: c.sample_f1(codes, CODES), [[], CODES[:2], CODES * 2, CODES * NAN])],
    "split_passages": [
        (c.split_passages, [None, b"bytes", ["list"]]),
        (lambda limit: c.split_passages("text", limit), BAD_COUNTS),
    ],
    "theme_quotes": [
        (lambda texts: c.theme_quotes(texts, UNIT, LABELS), [*NO_TEXTS, TEXTS[:2]]),
        (lambda rows: c.theme_quotes(TEXTS, rows, LABELS), [UNIT[:3], UNIT * NAN]),
        (lambda labels: c.theme_quotes(TEXTS, UNIT, labels), [[0], [0.5] * 4]),
        (lambda n: c.theme_quotes(TEXTS, UNIT, LABELS, n_contrasting=n), [-1, 1.5]),
        (lambda stances: c.theme_quotes(TEXTS, UNIT, LABELS, stances=stances), [["for"]]),
    ],
    "top_share": [
        (c.top_share, [[], [-1], [NAN]]),
        (lambda share: c.top_share([1, 2], share), [0, 1.1, NAN]),
    ],
    "wilson_bound": [
        (lambda agrees: c.wilson_bound(agrees, 3), [-1, 4, NAN]),
        (lambda seen: c.wilson_bound(0, seen), [-1, NAN, np.inf]),
        (lambda share: c.wilson_bound(1, 2, share), BAD_SHARES),
    ],
}  # fmt: skip
CASES = [
    pytest.param(call, value, id=f"{name}-{number}-{place}")
    for name, calls in REFUSED.items()
    for number, (call, values) in enumerate(calls)
    for place, value in enumerate(values)
]


def test_every_public_name_is_held_to_the_contract():
    assert sorted(REFUSED) == sorted(c.__all__)


@pytest.mark.parametrize("call, value", CASES)
def test_bad_input_is_refused_with_a_reason(call, value):
    with pytest.raises(ValueError, match=r"\w{3}"):
        call(value)


@pytest.mark.parametrize("name", c.__all__)
def test_docstring_tells_shapes_or_units_and_errors(name):
    thing = getattr(c, name)
    said = [thing.__doc__]
    if inspect.isclass(thing):
        methods = inspect.getmembers(thing, inspect.isfunction)
        public = [method for own, method in methods if not own.startswith("_")]
        assert all(method.__doc__ for method in public)
        said += [method.__doc__ for method in public]
    whole = " ".join(said)
    assert "ValueError" in whole
    assert re.search(r"\([\w, +]+\)|\[0, 1\]|\[.*\]", whole), "neither a shape nor a range"


ODD = {
    "one text": ["alone"],
    "all equal": ["the same words"] * 12,
    "blank": ["", " ", "\n"],
    "no words": ["?!", "...", "—"],
    "other alphabets": [
        "公园里需要更多的树",
        "Χρειαζόμαστε δέντρα",
        "ჩვენ გვჭირდება ხე",
        "حديقة أكبر",
        "🌳🌳🌳",
    ],
    "100 kB": ["long words " * 9_000, "y" * 100_000, "short"],
    "lone surrogates": ["\ud800 tree", "\udfff"],
}


@pytest.mark.parametrize("texts", ODD.values(), ids=list(ODD))
def test_odd_texts_get_themes_quotes_labels_and_campaigns_that_are_finite(texts):
    embedder = c.SentenceEmbedder("lsa", n_components=8)
    model = c.ThemeClusterer(embedder=embedder).fit(texts)
    assert np.isfinite(model.points_).all()
    assert np.isfinite(model.confidence_).all()
    labels, n_themes = model.labels_, model.n_themes_
    np.testing.assert_array_equal(model.predict(texts), labels)
    assert len(c.propose_labels(texts, labels, n_themes)) == n_themes
    assert len(c.keywords_by_language(texts, labels, n_themes)) == n_themes
    quotes = [quote for of_theme in c.theme_quotes(texts, model.points_, labels) for quote in of_theme]
    assert all(texts[quote.index][quote.start : quote.end].strip() for quote in quotes)
    assert len(c.find_campaigns(texts)) == len(texts)
    assert len(c.describe_campaign(texts).added) == len(texts)
    spans = [span for text in texts for span in c.split_passages(text)]
    assert all(0 < end - start <= 400 for start, end in spans)
    assert len(c.next_to_code(texts, n=2, vectors=model.points_)) == min(2, len(texts))


ODD_VOTES = {
    "one voter": [[1.0, -1.0, NAN]],
    "nobody voted": np.full((9, 3), NAN),
    "all equal": np.ones((9, 3)),
    "one statement": np.array([[1.0], [-1.0]] * 9),
}


@pytest.mark.parametrize("votes", ODD_VOTES.values(), ids=list(ODD_VOTES))
def test_odd_votes_get_groups_and_orders_that_are_finite(votes):
    model = c.OpinionGrouper().fit(votes)
    labels, n_statements = model.labels_, np.shape(votes)[1]
    assert np.isfinite(model.projections_).all()
    assert np.isfinite(c.group_informed_consensus(votes, labels)).all()
    assert np.isfinite(c.least_agreement(votes, labels)).all()
    assert sorted(c.common_ground_order(votes, labels)) == list(range(n_statements))
    assert set(c.representative_statements(votes, labels)) == set(labels[labels >= 0])
    assert set(c.overall_consensus(votes)) == {"agree", "disagree"}


@pytest.mark.parametrize(
    "figure",
    [
        partial(c.krippendorff_alpha, [[1, 1], [1, 1]]),
        partial(c.krippendorff_alpha, [[NAN, NAN]]),
        lambda: c.pairwise_kappa([[1, 1], [1, 1]])[0].kappa,
        lambda: c.machine_beside_people([CODES], CODES).human_human,
    ],
)
def test_agreement_that_is_not_defined_is_nan_and_said_so(figure):
    assert np.isnan(figure())
    assert all("nan" in getattr(c, name).__doc__ for name in ("krippendorff_alpha", "pairwise_kappa"))
