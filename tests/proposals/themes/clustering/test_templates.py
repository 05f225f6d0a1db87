from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.themes.clustering import describe_campaign
from proposals.themes.clustering.bursts import Burst, arrival_burst
from proposals.themes.clustering.chains import longest_chain
from tests.proposals.themes.clustering.test_campaigns import LETTER, planted

SENTENCE = LETTER + "."


def added_words(texts, **options):
    found = describe_campaign(texts, **options)
    return [[text[start:end] for start, end in spans] for text, spans in zip(texts, found.added, strict=True)]


def test_template_is_what_the_copies_share_and_additions_are_verbatim():
    texts = [
        f"My son José (7) reads there! {SENTENCE}",
        f"{SENTENCE} Please, “think again” about it.",
        SENTENCE,
        f"{SENTENCE.upper()}\n\nI pay my taxes too.",
    ]
    found = describe_campaign(texts)
    assert found.template == SENTENCE
    assert texts[found.exemplar][slice(*found.spans[0])] == SENTENCE
    assert added_words(texts) == [
        ["My son José (7) reads there!"],
        ["Please, “think again” about it."],
        [],
        ["I pay my taxes too."],
    ]


def test_words_of_the_letter_inside_an_addition_do_not_cut_it():
    own = "My son reads in the old town library every Tuesday."
    assert added_words([SENTENCE, SENTENCE, f"{own} {SENTENCE}"])[2] == [own]


def test_swapped_words_greetings_and_disguises_are_no_additions():
    texts = [
        SENTENCE,
        SENTENCE.replace("library", "bookshop"),
        "Dear council, " + SENTENCE,
        SENTENCE.replace("o", "о").replace("e", "e\u200b"),
    ]
    assert added_words(texts) == [[], [], [], []]
    assert added_words(texts, min_words=1)[1:3] == [["bookshop"], ["Dear council,"]]


def test_addition_in_the_middle_leaves_the_template_in_two_parts():
    first, second = "We ask the council to keep the library open.", "It is the only warm room in town."
    texts = [f"{first} I lost my flat in March. {second}"] * 1 + [f"{first} {second}"] * 3
    assert added_words(texts)[0] == ["I lost my flat in March."]
    assert describe_campaign(texts).template == f"{first} {second}"


def test_every_member_with_own_words_in_the_letter_gives_the_parts_between():
    first, second = "We ask the council to keep the library open.", "It is the only warm room in town."
    texts = [f"{first} Own words number {n} of {n + 1}. {second}" for n in range(10, 16)]
    assert describe_campaign(texts).template.split(" … ")[0].startswith("We ask the council to keep")
    assert describe_campaign(texts).template.endswith("It is the only warm room in town.")


def test_scripts_without_spaces_are_told_apart_too():
    letter = "図書館は子どもたちが宿題をするための唯一の暖かい場所ですから閉鎖に反対します。"
    texts = [letter, letter, f"お願いします。{letter}子どもが「大好き」です。"]
    assert describe_campaign(texts).template == letter
    assert added_words(texts)[2] == ["お願いします。", "子どもが「大好き」です。"]


@pytest.mark.parametrize(
    "texts, template, added",
    [
        ([""], "", [[]]),
        (["alone in the world"], "alone in the world", [[]]),
        (["one two", "three four five six"], "", [[], ["three four five six"]]),
        (["\ud800 \u200b !!"] * 2, "", [[], []]),
    ],
    ids=["empty", "one", "nothing in common", "no words"],
)
def test_odd_families_are_described_too(texts, template, added):
    assert describe_campaign(texts).template == template
    assert added_words(texts) == added


def test_a_hundred_thousand_signs_are_described():
    found = describe_campaign(["spam " * 20_000] * 2 + ["spam ham " * 11_000])
    assert found.template.startswith("spam spam")


@pytest.mark.parametrize(
    "texts, times, min_words",
    [
        ([], None, 3),
        ("text", None, 3),
        (["a"], [1, 2], 3),
        (["a"], [np.nan], 3),
        (["a"], ["noon"], 3),
        (["a"], None, 0),
    ],
)
def test_bad_input_raises_value_error(texts, times, min_words):
    with pytest.raises(ValueError, match=r"must|needed"):
        describe_campaign(texts, times, min_words)


@given(st.lists(st.text(st.sampled_from("ab cd. é図\u200b"), max_size=40), min_size=1, max_size=6))
def test_spans_lie_in_their_text_in_order(texts):
    found = describe_campaign(texts, min_words=1)
    for text, spans in [(texts[found.exemplar], found.spans), *zip(texts, found.added, strict=True)]:
        bounds = [bound for span in spans for bound in span]
        assert bounds == sorted(bounds)
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_burst_is_the_shortest_half_and_blind_to_stragglers():
    hours = np.array([0, 500, 100, 101, 103, 102, 900]) * 3600
    assert arrival_burst(hours) == Burst(first=2, last=4, texts=4, of=7, seconds=3 * 3600.0)
    assert describe_campaign([SENTENCE] * 7, hours).burst == arrival_burst(hours)


def test_burst_reads_dates():
    moments = np.array([datetime(2026, 3, day) for day in (1, 4, 5, 6, 30)], dtype="datetime64[s]")
    burst = arrival_burst(moments)
    assert (burst.first, burst.last, burst.texts, burst.seconds) == (1, 3, 3, 2 * 86_400)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=30), st.integers(-(10**6), 10**6))
def test_burst_holds_more_than_half_wherever_the_clock_starts(times, shift):
    burst = arrival_burst(times)
    assert burst.texts > len(times) / 2
    assert burst.seconds == times[burst.last] - times[burst.first]
    shortest = min(
        sorted(times)[i + len(times) // 2] - sorted(times)[i] for i in range(len(times) - len(times) // 2)
    )
    assert burst.seconds == shortest
    assert arrival_burst([time + shift for time in times]) == burst


@pytest.mark.parametrize("times", [[], [[1]], [np.inf], ["noon"], np.array(["NaT"], dtype="datetime64[s]")])
def test_bad_times_raise_value_error(times):
    with pytest.raises(ValueError, match="times must"):
        arrival_burst(times)


@given(st.lists(st.sampled_from("abc"), max_size=10), st.lists(st.sampled_from("abc"), max_size=8))
def test_longest_chain_is_as_long_as_the_longest_common_subsequence(one, other):
    chain = longest_chain([[j for j, value in enumerate(other) if value == each] for each in one])
    lengths = np.zeros((len(one) + 1, len(other) + 1), dtype=int)
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            lengths[i + 1, j + 1] = (
                lengths[i, j] + 1 if left == right else max(lengths[i, j + 1], lengths[i + 1, j])
            )
    rest = iter(other)
    assert len(chain) == lengths[-1, -1]
    assert chain == sorted(set(chain))
    assert all(one[i] in rest for i in chain)


@pytest.mark.shared
def test_templates_of_planted_letters_are_the_letters():
    texts, letters, kinds = planted(seed=1)
    for letter in range(20):
        copies = [text for text, of, _kind in zip(texts, letters, kinds, strict=True) if of == letter]
        exact = [
            text
            for text, of, kind in zip(texts, letters, kinds, strict=True)
            if (of, kind) == (letter, "exact")
        ]
        template = describe_campaign(copies).template
        assert " ".join(template.split()) == " ".join(exact[0].split())
