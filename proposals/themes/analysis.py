"""The computation itself, in memory: texts in; campaigns, passages, themes and central passages out."""

from collections import defaultdict
from dataclasses import dataclass, field

from . import clustering

SCALE = 10_000
QUOTES = 5
QUOTE_LENGTH = range(40, 401)
CAMPAIGN_SIZE = 5
PASSAGE = 400  # characters, at most, unless a run asks for less
RESAMPLINGS = 5


@dataclass(frozen=True)
class Text:
    """A contribution as it may be shown: its key, title and words."""

    key: int
    title: str
    body: str

    @property
    def whole(self):
        return f"{self.title}\n{self.body}".strip()


@dataclass
class Passage:
    """A piece of a text with offsets into its body; confidence in ten-thousandths."""

    key: int
    start: int
    end: int
    words: str
    theme: int = 0
    confidence: int = 0
    sure: bool = True
    copy: bool = False
    leaf: int | None = None
    central_rank: int | None = None


@dataclass
class Sorted:
    """What a run finds: themes are numbers, `keywords[theme]` their words; quality is for people to read.

    `structure` is the tree and what the resamplings say of pairs of themes, for `ThemeRun.structure`.
    """

    passages: list[Passage]
    keywords: list[list[str]]
    quality: dict
    labels: list[str] = field(default_factory=list)
    campaigns: list[list[int]] = field(default_factory=list)
    structure: dict = field(default_factory=dict)


def passages_of(text, longest=PASSAGE):
    """The passages of a text; the title counts as said in the first of them."""
    spans = list(clustering.split_passages(text.body, longest)) or [(0, 0)]
    found = [Passage(text.key, start, end, text.body[start:end]) for start, end in spans]
    if text.title and not text.body.startswith(text.title.rstrip(" .…")):
        found[0].words = f"{text.title}. {found[0].words}"
    return found


def campaigns_among(texts):
    """Families of near-copies, each a list of keys, its first the one that stands for all."""
    families = defaultdict(list)
    numbers = clustering.find_campaigns([text.whole for text in texts], CAMPAIGN_SIZE)
    for text, family in zip(texts, numbers, strict=True):
        if family >= 0:
            families[int(family)].append(text.key)
    return [sorted(keys) for _number, keys in sorted(families.items())]


def letter_of(texts, moments):
    """What the texts of one campaign share, what each adds, and when they came, by their bodies.

    moments: when each was received.
    """
    return clustering.describe_campaign([text.body for text in texts], [m.timestamp() for m in moments])


def wanted_by(parameters):
    """What `sort_texts` is asked for by the parameters kept with a run, those of older runs included."""
    return {
        "n_themes": parameters.get("n_themes"),
        "method": parameters.get("method", "kmeans"),
        "longest": parameters.get("passage_length", PASSAGE),
    }


def sort_texts(texts, *, n_themes=None, method="kmeans", longest=PASSAGE, seed=0, campaigns=(), cache=None):
    """Fit themes on one text of each campaign and all others; place the copies by the fitted themes.

    `longest`: the most characters of a passage; `cache` keeps sentence vectors between runs.
    """
    passages, fitted, left_out = _passages(texts, campaigns, longest)
    words = [p.words for p in fitted]
    embedder = clustering.SentenceEmbedder(random_state=seed, cache=cache)
    clusterer = clustering.ThemeClusterer(n_themes, method, random_state=seed, embedder=embedder).fit(words)
    _learn(clusterer, fitted)
    _place(clusterer, left_out)
    _rank_central(clusterer, fitted)
    keywords = [list(map(str, each)) for each in clusterer.keywords_]
    labels = clustering.propose_labels(words, clusterer.labels_, clusterer.n_themes_, keywords)
    stability = clusterer.stability(RESAMPLINGS)
    quality = _quality(clusterer, passages, stability)
    return Sorted(passages, keywords, quality, labels, list(campaigns), _structure(clusterer, stability))


def _passages(texts, campaigns, longest):
    """(all passages, those that are fitted, the other copies of campaigns)."""
    copies = {key for keys in campaigns for key in keys}
    left_out = {key for keys in campaigns for key in keys[1:]}
    passages = [p for text in texts for p in passages_of(text, longest)]
    for passage in passages:
        passage.copy = passage.key in copies
    fitted = [p for p in passages if p.key not in left_out]
    return passages, fitted, [p for p in passages if p.key in left_out]


def _learn(clusterer, fitted):
    learned = zip(
        clusterer.labels_, clusterer.confidence_, clusterer.unsure_, clusterer.leaves(), strict=True
    )
    for passage, (label, confidence, unsure, leaf) in zip(fitted, learned, strict=True):
        passage.theme, passage.confidence = int(label), round(float(confidence) * SCALE)
        passage.sure, passage.leaf = passage.copy or not unsure, int(leaf)


def _quality(clusterer, passages, stability):
    """What is measured of a run, whole numbers in ten-thousandths; `firmness` by number of theme."""
    return {
        "firmness": [round(float(value) * SCALE) for value in stability.themes],
        "agreement_of_samples": round(stability.agreement * SCALE),
        "suggested_n_themes": int(clusterer.suggested_n_themes_),
        "unsure_below": clusterer.unsure_below,
        "words_alone": bool(clusterer.embedder_.fallback_),
        "passages": len(passages),
    }


def _structure(clusterer, stability):
    """The tree of small clusters, and for each two themes [rounds apart, stability as one]."""
    pairs = {
        f"{one}-{other}": [
            int(stability.apart[one, other]),
            round(float(stability.merged[one, other]) * SCALE),
        ]
        for other in range(clusterer.n_themes_)
        for one in range(other)
    }
    return {
        "leaves": clusterer.n_leaves_,
        "merges": clusterer.merges_,
        "pairs": {"rounds": RESAMPLINGS, "of": pairs},
    }


def name_groups(words, labels, n_groups):
    """[(phrase, keywords)] of groups of passages, from their words; labels in 0 … n_groups - 1."""
    import numpy as np

    from .clustering.keywords import theme_keywords

    numbers = np.array(labels)
    marking = theme_keywords(words, numbers, n_groups)
    phrases = clustering.propose_labels(words, numbers, n_groups, marking)
    return [(phrase, list(map(str, each))) for phrase, each in zip(phrases, marking, strict=True)]


def _place(clusterer, copies):
    if copies:
        for passage, label in zip(copies, clusterer.predict([p.words for p in copies]), strict=True):
            passage.theme = int(label)


def _rank_central(clusterer, fitted):
    """Number the passages nearest the middle of each theme, no two of one text, of a length one can quote."""
    for chosen in clusterer.quotes(3 * QUOTES, [p.words for p in fitted]):
        members = [fitted[i] for i in chosen if not fitted[i].copy]
        fit = [p for p in members if p.end - p.start in QUOTE_LENGTH] or members
        by_text = {p.key: p for p in reversed(fit)}
        for rank, passage in enumerate(p for p in fit if by_text[p.key] is p):
            passage.central_rank = rank if rank < QUOTES else None
