"""A linear model of what moderators restricted: logistic regression on words and their letters.

Trained by scikit-learn, kept as plain numbers, read without it. The score is a sum over features, and each
feature belongs to a word, so what a word adds can be said exactly.
"""

import json
import math
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from .words import features_of, features_of_word, words_of

ENOUGH = 500  # decisions from which on a model is used at all
FEWEST = 20  # of each kind that is told apart
HELD_BACK = 0.2
MOST_FEATURES = 20_000
LEAST_TEXTS = 3  # a feature of fewer texts may name a person, and is not kept
FOLDS = 5
LIFT = 1.5  # times the precision of who says yes to everything, from which on a model is of any use


@dataclass(frozen=True)
class Trained:
    """A model with what it got right on decisions that it never saw."""

    model: "LinearModel"
    decisions: int
    held_back: int
    restricted: int
    precision: float | None
    recall: float | None
    threshold: float


@dataclass(frozen=True)
class Judgement:
    """How likely a moderator restricts a text, under which rule, and what each word adds (log-odds)."""

    likelihood: float
    rule: int
    grounds: list


@dataclass(frozen=True)
class LinearModel:
    """`vocabulary` {feature: [weight × idf of "restricted", then of each of `rules`]}; a bias for each."""

    rules: list
    biases: list
    vocabulary: dict = field(repr=False)

    def judge(self, text, most=8):
        """The Judgement of a text; grounds are (word, weight), strongest first, those that speak for it."""
        counts = Counter(features_of(text))
        known = {f: self._damped(n) for f, n in counts.items() if f in self.vocabulary}
        norm = math.sqrt(sum((n * self.vocabulary[f][0]) ** 2 for f, n in known.items())) or 1.0
        scores = list(self.biases)
        for feature, count in known.items():
            _idf, *weights = self.vocabulary[feature]
            for place, weight in enumerate(weights):
                scores[place] += weight * count / norm
        best = max(range(len(self.rules)), key=lambda n: scores[n + 1])
        return Judgement(_sigmoid(scores[0]), self.rules[best], self._grounds(text, counts, norm)[:most])

    @staticmethod
    def _damped(count):
        return 1 + math.log(count)

    def _grounds(self, text, counts, norm):
        """What each word adds: the share of its features in the score, all its places together."""
        added: dict = defaultdict(float)
        for word in words_of(text):
            for feature in features_of_word(word):
                if feature in self.vocabulary:
                    share = self._damped(counts[feature]) / counts[feature]
                    added[word.casefold()] += self.vocabulary[feature][1] * share / norm
        return sorted(((w, v) for w, v in added.items() if v > 0), key=lambda each: (-each[1], each[0]))

    def to_bytes(self):
        said = {"rules": self.rules, "biases": self.biases, "vocabulary": self.vocabulary}
        return zlib.compress(json.dumps(said, ensure_ascii=False).encode())

    @classmethod
    def from_bytes(cls, kept):
        return cls(**json.loads(zlib.decompress(bytes(kept))))


def _sigmoid(score):
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def train(texts, rules, *, seed=0):
    """Learn from texts and the rule each broke (0: kept, negative: none of the rules but a law).

    None while there is too little of either kind, or no rule was ever named.

    A fifth, of each kind alike, is held back and only measures. The threshold is the one with the best F1 in
    five-fold cross-validation of the rest.
    """
    restricted = [int(rule != 0) for rule in rules]
    too_few = len(texts) < ENOUGH or not FEWEST <= sum(restricted) <= len(texts) - FEWEST
    if too_few or max(rules) <= 0:
        return None
    from sklearn.model_selection import train_test_split

    places = range(len(texts))
    kept, held = train_test_split(places, test_size=HELD_BACK, stratify=restricted, random_state=seed)
    model, threshold = _fit([texts[n] for n in kept], [rules[n] for n in kept], seed)
    truth = [restricted[n] for n in held]
    said = [int(model.judge(texts[n]).likelihood >= threshold) for n in held]
    return Trained(
        model=model,
        decisions=len(texts),
        held_back=len(held),
        restricted=sum(restricted),
        precision=_share(truth, said, said),
        recall=_share(truth, said, truth),
        threshold=threshold,
    )


def beats_chance(precision, restricted, decisions):
    """Is a model right clearly more often than who would restrict everything? A weaker one sorts nothing."""
    return precision is not None and precision >= LIFT * restricted / decisions


def _share(truth, said, among):
    """How many of `among` are restricted and were said to be; None of nothing."""
    hits = sum(t and s for t, s in zip(truth, said, strict=True))
    return hits / sum(among) if sum(among) else None


def _fit(texts, rules, seed):
    """(model, threshold)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer=features_of, min_df=LEAST_TEXTS, max_features=MOST_FEATURES, sublinear_tf=True
    )
    vectors = vectorizer.fit_transform(texts)
    restricted = [int(rule != 0) for rule in rules]
    threshold = _threshold(vectors, restricted, seed)
    counts = Counter(rule for rule in rules if rule > 0)
    named = sorted(counts, key=lambda rule: (-counts[rule], rule))
    fits = [_regression(seed).fit(vectors, restricted)]
    fits += [_regression(seed).fit(vectors, [int(rule == each) for rule in rules]) for each in named]
    return _plain(vectorizer, fits, named), threshold


def _regression(seed) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=4.0, class_weight="balanced", max_iter=400, random_state=seed)


def _threshold(vectors, restricted, seed):
    from sklearn.metrics import precision_recall_curve
    from sklearn.model_selection import cross_val_predict

    said = cross_val_predict(_regression(seed), vectors, restricted, cv=FOLDS, method="predict_proba")[:, 1]
    precision, recall, thresholds = precision_recall_curve(restricted, said)
    f1 = [2 * p * r / (p + r) if p + r else 0 for p, r in zip(precision, recall, strict=True)][:-1]
    return round(float(thresholds[f1.index(max(f1))]), 4)


def _plain(vectorizer, fits, named):
    """The numbers alone: {feature: [idf, idf × weight of each regression]}."""
    idf = vectorizer.idf_
    weights = [fit.coef_[0] for fit in fits]
    vocabulary = {
        feature: [round(float(idf[n]), 4), *(round(float(idf[n] * weight[n]), 4) for weight in weights)]
        for feature, n in sorted(vectorizer.vocabulary_.items())
    }
    biases = [round(float(fit.intercept_[0]), 4) for fit in fits]
    return LinearModel(rules=list(named), biases=biases, vocabulary=vocabulary)
