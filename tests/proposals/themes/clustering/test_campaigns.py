import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.themes.clustering import find_campaigns
from tests.proposals.themes.clustering.reference import texts_of

LETTER = (
    "I object to the closure of the library in the old town because it is the only warm place "
    "where children can do their homework and where pensioners meet every day"
)
OTHER = (
    "Please build the cycle bridge across the river at the mill since the road bridge has no lane "
    "for bicycles and two riders were hurt there last winter"
)
VOICES = [
    "My street floods whenever it rains for more than an hour",
    "The market should open on Sundays as well",
    "Could the swimming pool stay open later in summer?",
    "There is nowhere to lock a bicycle at the station",
    "Dogs should be kept on a lead near the playground",
]


def family_sizes(texts, **parameters):
    families = find_campaigns(texts, **parameters)
    return np.bincount(families[families >= 0]).tolist() if (families >= 0).any() else []


def test_copies_are_one_family_and_own_words_none():
    texts = [LETTER] * 6 + VOICES + [OTHER] * 5
    assert find_campaigns(texts).tolist() == [0] * 6 + [-1] * 5 + [1] * 5


@pytest.mark.parametrize(
    "disguise",
    [
        str.upper,
        lambda text: text.replace("o", "о").replace("a", "а"),
        lambda text: text.replace("e", "e\u200b"),
        lambda text: text.replace("a", "á").replace("o", "o\u0336"),
        lambda text: text.replace("e", "ᴇ").replace("n", "ո"),
        lambda text: "".join(chr(0x1D41A + ord(sign) - 97) if "a" <= sign <= "z" else sign for sign in text),
        lambda text: "Dear council, hello and good morning. " + text + ". Yours, Ann",
        lambda text: text.replace("the", "that", 2),
        lambda text: "Trams run late in the east of town. " * 3 + "The school gate needs a crossing. " + text,
        lambda text: text.replace(" ", " \n- "),
    ],
    ids=[
        "case",
        "look-alikes",
        "invisible",
        "marks",
        "more look-alikes",
        "bold",
        "greeting",
        "edited",
        "inside a longer text",
        "layout",
    ],
)
def test_disguised_copy_is_still_a_copy(disguise):
    assert find_campaigns([LETTER] * 4 + [disguise(LETTER)] + VOICES).tolist() == [0] * 5 + [-1] * 5


def test_families_smaller_than_asked_for_are_none():
    assert family_sizes([LETTER] * 4 + VOICES) == []
    assert family_sizes([LETTER] * 4 + VOICES, min_size=4) == [4]


def test_short_answers_are_no_campaign():
    assert family_sizes(["I agree"] * 50 + ["Yes"] * 50 + [""] * 50) == []


def test_short_texts_that_share_a_phrase_are_not_joined():
    streets = [
        "Open Mill Lane for cyclists",
        "Open Church Street for cyclists",
        "Open High Road for cyclists",
    ]
    assert family_sizes(streets * 2, min_size=3) == []


def test_short_letter_between_greeting_lines_is_a_copy():
    letter = "Keep the library in the old town open."
    greeted = [f"Dear {name},\n{letter}\nYours, {name}" for name in ("Ann Lee", "Bob", "Cy de la Mare")]
    assert find_campaigns([letter, *greeted, letter, *VOICES]).tolist() == [0] * 5 + [-1] * 5


def test_texts_that_share_a_long_link_are_not_joined():
    link = "https://www.town.example/planning/applications/2026/03/bridge-closure-mill-road?page=4&lang=en"
    assert find_campaigns([f"{voice} {link}" for voice in VOICES], 2).tolist() == [-1] * 5


def test_copies_in_a_script_without_spaces_are_found():
    letter = "図書館は子どもたちが宿題をするための唯一の暖かい場所ですから閉鎖に反対します"
    assert find_campaigns([letter] * 4 + ["お願いします。" + letter, *VOICES]).tolist() == [0] * 5 + [-1] * 5


def test_order_of_texts_does_not_change_who_belongs_together():
    texts = [LETTER] * 6 + VOICES + [OTHER] * 5
    order = np.random.default_rng(1).permutation(len(texts))
    np.testing.assert_array_equal(find_campaigns([texts[i] for i in order]), find_campaigns(texts)[order])


@pytest.mark.parametrize("texts", [[], ["alone"], ["\ud800"] * 6])
def test_odd_input_gives_no_family(texts):
    assert find_campaigns(texts).tolist() == [-1] * len(texts)


@pytest.mark.parametrize("texts, min_size", [("text", 5), ([None], 5), (["a"], 1), (["a"], 2.0)])
def test_bad_input_raises_value_error(texts, min_size):
    with pytest.raises(ValueError, match="must"):
        find_campaigns(texts, min_size)


def planted(seed):
    """10,000 texts with 20 letters of 60 copies each; (text, letter or -1, kind of copy)."""
    chance = random.Random(seed)
    letters = [text for text in texts_of("decide_madrid") if len(text.split()) > 15]
    chance.shuffle(letters)
    voices = [text for text in dict.fromkeys(letters[20:] + texts_of("cimt_sentences")) if len(text) > 20]
    words = " ".join(voices[:500]).split()
    found = [(voice, -1, "own words") for voice in chance.sample(voices, 8_800)]
    for letter, text in enumerate(letters[:20]):
        for copy in range(60):
            kind = ("exact", "light", "medium")[copy % 3]
            found.append((edited(text.split(), kind, words, chance), letter, kind))
    chance.shuffle(found)
    return zip(*found, strict=True)


def edited(words, kind, others, chance):
    words = list(words)
    changes = {"exact": 0, "light": len(words) // 25 + 1, "medium": len(words) // 8 + 2}[kind]
    for _ in range(changes):
        words[chance.randrange(len(words))] = chance.choice(others)
    added = [
        chance.choice(others)
        for _ in range({"exact": 0, "light": 3, "medium": chance.randrange(5, 25)}[kind])
    ]
    return " ".join(added + words)


PHRASES = st.lists(st.sampled_from(LETTER.split() + OTHER.split()), max_size=12).map(" ".join)


@settings(max_examples=30, deadline=None)
@given(st.lists(PHRASES, max_size=12), st.integers(2, 4), st.randoms())
def test_families_are_numbered_by_size_and_the_same_in_any_order(texts, min_size, chance):
    families = find_campaigns(texts, min_size)
    sizes = np.bincount(families[families >= 0]).tolist() if (families >= 0).any() else []
    assert sizes == sorted(sizes, reverse=True)
    assert all(size >= min_size for size in sizes)
    copies = [
        text for text in dict.fromkeys(texts) if texts.count(text) >= min_size and len(text.split()) > 3
    ]
    assert all(families[texts.index(text)] >= 0 for text in copies)
    order = list(range(len(texts)))
    chance.shuffle(order)
    again = find_campaigns([texts[i] for i in order], min_size)
    assert sorted((again >= 0).tolist()) == sorted((families >= 0).tolist())


def test_texts_of_a_hundred_thousand_signs_are_compared():
    long = " ".join(f"word{i}" for i in range(12_000))
    assert find_campaigns([long, f"Dear all, {long}", *VOICES], 2).tolist() == [0, 0] + [-1] * 5


@pytest.mark.shared
def test_planted_campaigns_are_found_apart_and_nothing_else():
    texts, letters, kinds = map(np.array, planted(seed=0))
    families = find_campaigns(texts.tolist())
    main = [np.bincount(families[(letters == letter) & (families >= 0)]).argmax() for letter in range(20)]
    caught = (letters >= 0) & (families == np.array([*main, -2])[letters])
    recall = {kind: float(caught[kinds == kind].mean()) for kind in ("exact", "light", "medium")}
    assert len(set(main)) == 20
    assert recall["exact"] == 1.0
    assert recall["light"] >= 0.99
    assert recall["medium"] >= 0.85
    assert (letters[families >= 0] >= 0).mean() >= 0.99


LOOK_ALIKES = str.maketrans("aeopcyx", "аеорсух")


def rewritten(letter, own, n, share, chance):
    """Copies of a letter with a share of their words swapped for others', a third of them in look-alikes."""
    pool = " ".join(own).split()
    copies = []
    for copy in range(n):
        words = letter.split()
        for place in chance.sample(range(len(words)), round(share * len(words))):
            words[place] = chance.choice(pool)
        copies.append(" ".join(words).translate(LOOK_ALIKES if copy % 3 == 0 else {}))
    return copies


def own_words(n, chance):
    pool = " ".join([*VOICES, LETTER, OTHER]).split()
    return [" ".join(chance.choices(pool, k=24)) for _ in range(n)]


@pytest.mark.parametrize("share", [0.2, 0.3])
def test_letter_is_found_though_no_two_of_its_copies_are_alike(share):
    chance = random.Random(4)
    own = own_words(100, chance)
    families = find_campaigns([*own, *rewritten(LETTER, own, 60, share, chance), *[OTHER] * 20])
    assert families[:100].tolist() == [-1] * 100
    assert np.mean(families[100:160] == 0) >= 0.95
    assert families[160:].tolist() == [1] * 20


def test_phrase_that_many_use_is_no_letter():
    """Four triples recur in each text, and are an eighth of it, but too few to be a letter."""
    phrase = "in the middle of our town"
    texts = [" ".join(f"w{i}x{j}" for j in range(24)) + f" {phrase}" for i in range(8)]
    assert find_campaigns(texts).tolist() == [-1] * 8


def test_rewritten_copies_join_the_family_of_the_letter_itself():
    chance = random.Random(5)
    own = own_words(100, chance)
    families = find_campaigns([*own, *[LETTER] * 8, *rewritten(LETTER, own, 4, 0.3, chance), *[OTHER] * 6])
    assert families.tolist() == [-1] * 100 + [0] * 12 + [1] * 6


@pytest.mark.shared
@pytest.mark.parametrize("source", ["decide_madrid", "cimt_sentences"])
@pytest.mark.parametrize("words", [(20, 30), (40, 70), (100, 160)])
def test_one_campaign_of_rewritten_posts_stands_apart_from_a_thousand_others(source, words):
    """600 posts from one template, three words in ten swapped, a third in look-alike letters."""
    chance = random.Random(1)
    own = [text for text in dict.fromkeys(texts_of(source)) if len(text.split()) > 8]
    chance.shuffle(own)
    letter = next(text for text in own if words[0] <= len(text.split()) <= words[1])
    own.remove(letter)
    families = find_campaigns(own[:1_000] + rewritten(letter, own[:1_000], 600, 0.3, chance))
    assert np.mean(families[1_000:] == 0) >= 0.95
    assert np.mean(families[:1_000] == 0) <= 0.01
