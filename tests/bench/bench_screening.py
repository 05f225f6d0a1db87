"""How well the linear model learns: real moderators of two Polis conversations, and off-topic arguments.

Decisions of moderators who hide for rudeness are not public. What is public and like them: statements that
moderators of a Polis conversation turned down (mostly as repeated, unclear or beside the point), and
arguments on other questions mixed into a debate, which breaks a rule to keep to the subject.
"""

import csv
import json
import random
from statistics import mean

import pytest

from moderation.screening.linear import beats_chance, train
from tests.conftest import REFERENCE_DATA

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
]
SEEDS = range(5)
POLIS = {
    "American Assembly, Bowling Green (en)": "american-assembly.bowling-green",
    "Klimarat, Austria (de)": "austria-climate.5twd2jsnkf.2022-08-08",
}


def rows(name):
    with (REFERENCE_DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def turned_down(name):
    """(texts, rules): rule 1 where a moderator turned a statement down."""
    statements = [row for row in rows(f"polis/{name}.comments.csv") if row["moderated"] in ("1", "-1")]
    return [row["comment-body"] for row in statements], [int(row["moderated"] == "-1") for row in statements]


def off_topic(number, subjects=4, share=0.15, seed=0):
    """(texts, rules): a debate on some subjects; a share of the texts is about others, and breaks rule 2."""
    draw = random.Random(seed)
    arguments = rows("coding/arguments_train.csv")
    topics = sorted({row["topic"] for row in arguments})
    ours = set(draw.sample(topics, subjects))
    inside = [row["argument"] for row in arguments if row["topic"] in ours]
    outside = [row["argument"] for row in arguments if row["topic"] not in ours]
    wrong = draw.sample(outside, round(number * share))
    right = draw.sample(inside, min(len(inside), number - len(wrong)))
    mixed = [(text, 2) for text in wrong] + [(text, 0) for text in right]
    draw.shuffle(mixed)
    return [text for text, _rule in mixed], [rule for _text, rule in mixed]


def figures(found):
    """Means over the splits; who always says yes has the share that is restricted as precision."""
    return {
        "decisions": found[0].decisions,
        "held_back": found[0].held_back,
        "restricted": round(mean(each.restricted / each.decisions for each in found), 2),
        "precision": round(mean(each.precision or 0 for each in found), 2),
        "recall": round(mean(each.recall or 0 for each in found), 2),
    }


def measured(label, examples):
    found = [train(texts, rules, seed=seed) for seed, (texts, rules) in enumerate(examples)]
    print(json.dumps({"bench": "screening", "set": label, **figures(found)}), flush=True)
    return figures(found)


@pytest.mark.parametrize("label", POLIS)
def test_statements_that_real_moderators_turned_down(label):
    found = measured(label, [turned_down(POLIS[label])] * len(SEEDS))
    assert beats_chance(found["precision"], found["restricted"], 1) is False


@pytest.mark.parametrize("number", [500, 900])
def test_arguments_that_are_off_topic(number):
    found = measured(f"off-topic arguments, {number}", [off_topic(number, seed=seed) for seed in SEEDS])
    assert beats_chance(found["precision"], found["restricted"], 1) is True
