"""The linear model: learns what moderators restrict, says which words led to it, and what it gets wrong."""

import math
import random

import pytest

from moderation.screening.linear import ENOUGH, LinearModel, train
from moderation.screening.words import features_of, words_of

pytestmark = pytest.mark.slow  # training takes seconds

RUDE = ["idiots", "thick", "morons", "clowns", "liars"]
GRUB = ["Trottel", "Idioten", "Lügner", "dumm"]
MILD = ["crossing", "school", "bus", "bridge", "lights", "traffic", "Brücke", "Schule", "Ampel", "Verkehr"]


def sentence(random_, words, number=9):
    return " ".join(random_.choices([*MILD, "the", "we", "need", "und", "wir"], k=number) + words)


def decided(number=ENOUGH, seed=0):
    """(texts, rules): rude ones break rule 3 in English, rule 4 in German; a tenth is decided otherwise."""
    random_ = random.Random(seed)
    texts, rules = [], []
    for place in range(number):
        bad = [random_.choice(RUDE)] if place % 4 == 0 else [random_.choice(GRUB)] if place % 4 == 1 else []
        rule = {0: 3, 1: 4}.get(place % 4, 0)
        noisy = random_.random() < 0.1
        texts.append(sentence(random_, bad))
        rules.append(rule if not noisy else (0 if rule else 3))
    return texts, rules


@pytest.fixture(scope="module")
def trained():
    return train(*decided())


def test_model_is_measured_on_decisions_it_never_saw(trained):
    assert (trained.decisions, trained.held_back) == (ENOUGH, 100)
    assert 0.7 < trained.precision < 1
    assert 0.7 < trained.recall < 1


def test_model_names_the_rule_and_the_words_in_both_languages(trained):
    for word, rule in (("morons", 3), ("Trottel", 4)):
        judged = trained.model.judge(f"We need the bridge, {word}")
        assert judged.likelihood > trained.threshold
        assert (judged.rule, judged.grounds[0][0]) == (rule, word.casefold())


def test_model_leaves_mild_text_alone(trained):
    assert trained.model.judge("We need lights at the crossing by the school.").likelihood < trained.threshold


def test_grounds_of_all_words_and_the_bias_are_the_whole_score(trained):
    text = "We need the bridge, morons and idiots"
    judged = trained.model.judge(text)
    counts = {feature: features_of(text).count(feature) for feature in set(features_of(text))}
    vocabulary, norm, score = trained.model.vocabulary, 0.0, trained.model.biases[0]
    for feature, count in counts.items():
        if feature in vocabulary:
            norm += ((1 + math.log(count)) * vocabulary[feature][0]) ** 2
    for feature, count in counts.items():
        if feature in vocabulary:
            score += (1 + math.log(count)) * vocabulary[feature][1] / math.sqrt(norm)
    assert judged.likelihood == pytest.approx(1 / (1 + math.exp(-score)))
    positive = sum(weight for _word, weight in trained.model.judge(text, most=99).grounds)
    assert positive > score - trained.model.biases[0]


def test_same_decisions_and_seed_give_the_same_model(trained):
    again = train(*decided())
    assert again.model.to_bytes() == trained.model.to_bytes()
    assert LinearModel.from_bytes(again.model.to_bytes()) == trained.model


@pytest.mark.parametrize(
    "examples",
    [
        decided(ENOUGH - 1),
        (["the bridge"] * ENOUGH, [0] * ENOUGH),
        (["the bridge"] * ENOUGH, [3] * ENOUGH),
        (["the bridge"] * ENOUGH, [0, -1] * (ENOUGH // 2)),
    ],
    ids=["499 decisions", "nothing restricted", "everything restricted", "no rule named"],
)
def test_too_few_decisions_of_a_kind_make_no_model(examples):
    assert train(*examples) is None


def test_words_of_one_or_two_texts_and_personal_details_are_not_kept():
    texts, rules = decided()
    texts[0] += " Zebulon anna@example.org 01632 960553"
    texts[1] += " Zebulon"
    vocabulary = train(texts, rules).model.vocabulary
    assert not [feature for feature in vocabulary if "zebulon" in feature or "anna" in feature]
    assert "960553" not in str(vocabulary.keys())


def test_personal_details_are_no_words():
    assert words_of("Ring 01632 960553 or anna@example.org") == ["Ring", "zzphone", "or", "zzmail"]


def test_empty_text_and_text_without_known_words_are_judged(trained):
    for text in ("", "???", "日本語の文章"):
        assert 0 <= trained.model.judge(text).likelihood <= 1
        assert trained.model.judge(text).grounds == []
