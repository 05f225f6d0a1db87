"""The words of the demo: enough, each written once, and every reference leading somewhere."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from consult.enums import Access, PhaseKind, QuestionKind, Role
from consult.settings import dev
from proposals.enums import Channel, Consent, ParticipantKind, Stance
from tests.cms.demo_files import EVERY_ROW, PAGES, PEOPLE, ROWS_OF, STAFF, rows, texts, whole

LANGUAGES = {"en", "fr", "de", "es"}
README = Path(__file__).resolve().parents[2] / "README.md"
LOGINS = [
    "resident",
    "neighbour",
    "moderator",
    "moderator2",
    "analyst",
    "analyst2",
    "policy",
    "editor",
    "admin",
]


def test_readme_names_every_login():
    written = README.read_text(encoding="utf-8")
    assert [name for name in LOGINS if f"`{name}@example.org`" not in written] == []
    assert [f"{name}@example.org" for name in LOGINS] == dev.CONSULT_DEMO_ACCOUNTS
    assert dev.CONSULT_DEMO_PASSWORD == "make-demo-only"


def test_people_are_many_and_named_once():
    people = whole("people")["people"]
    names = Counter(person["name"] for person in people)
    assert len(PEOPLE) == len(people) >= 70
    assert max(names.values()) == 1
    assert {person["kind"] for person in people} == set(ParticipantKind.values)
    assert all(person["members"] > 1 for person in people if person["kind"] == "organisation")


def test_voters_fill_two_groups_that_may_be_shown():
    voters = Counter(person["streets"] for person in PEOPLE.values() if person["votes"] > 0)
    assert sum(voters.values()) >= 60
    assert [voters["quiet"] >= 30, voters["through"] >= 30] == [True, True]


def test_leanings_and_weights_use_the_axes_that_exist():
    voting = whole("people")["voting"]
    camps = [*voting["streets_camps"].values(), *voting["library_camps"].values()]
    leanings = [person.get("lean", {}) for person in PEOPLE.values()]
    weights = [row["axes"] for row in EVERY_ROW if row["kind"] == "proposal"]
    used = {axis for numbers in [*camps, *leanings, *weights] for axis in numbers}
    assert used == set(voting["axes"])
    assert {person["streets"] for person in PEOPLE.values()} == set(voting["streets_camps"])
    assert {person["library"] for person in PEOPLE.values()} == set(voting["library_camps"])


def test_low_traffic_counts_reach_what_the_demo_promises():
    kinds = Counter(row["kind"] for row in ROWS_OF["low-traffic-streets"])
    assert kinds["proposal"] >= 14
    assert kinds["comment"] >= 130
    assert kinds["answer"] >= 110
    assert sum(kinds.values()) >= 240


def test_other_consultations_are_large_enough_to_sort():
    assert len(ROWS_OF["library-opening-hours"]) >= 90
    assert len(ROWS_OF["market-hall-roof"]) >= 60


def test_low_traffic_is_written_in_four_languages():
    languages = Counter(row["language"] for row in ROWS_OF["low-traffic-streets"])
    assert set(languages) == LANGUAGES
    assert min(languages.values()) >= 12


def test_low_traffic_answers_come_by_every_way_and_some_are_long():
    answers = rows("low_traffic_answers")
    assert {row["channel"] for row in answers} >= {"online", "paper", "email", "phone", "meeting"}
    assert {row["consent"] for row in answers} == set(Consent.values)
    assert sum(len(text) > 400 for row in answers for text in texts(row)) >= 15


def test_texts_are_each_written_once():
    written = Counter(" ".join(text.lower().split()) for row in EVERY_ROW for text in texts(row))
    assert [text for text, times in written.items() if times > 1] == []


def test_rows_use_the_vocabularies_of_the_models():
    assert {row["channel"] for row in EVERY_ROW} <= set(Channel.values)
    assert {row["consent"] for row in EVERY_ROW} <= set(Consent.values)
    assert {row["stance"] for row in EVERY_ROW if "stance" in row} == set(Stance.values)
    assert {row["language"] for row in EVERY_ROW} <= LANGUAGES


def test_row_keys_are_unique():
    assert max(Counter(row["key"] for row in EVERY_ROW).values()) == 1


def test_participants_are_people_or_staff():
    assert {row["participant"] for row in EVERY_ROW} - set(PEOPLE) - set(STAFF) == set()


def test_no_resident_answers_a_questionnaire_twice():
    for part in ROWS_OF.values():
        answering = Counter(row["participant"] for row in part if row["kind"] == "answer")
        assert max(answering.values()) == 1


def test_replies_come_after_what_they_answer():
    for part in ROWS_OF.values():
        when = {row["key"]: (row["day"], row["time"]) for row in part}
        comments = [row for row in part if row["kind"] == "comment"]
        assert [row["key"] for row in comments if when[row["parent"]] >= when[row["key"]]] == []


def test_threads_reach_a_third_level():
    parents = {row["key"]: row.get("parent") for row in rows("low_traffic_proposals", "low_traffic_comments")}
    assert max(len(list(chain(parents, key))) for key in parents) >= 4


def chain(parents, key):
    while key:
        yield key
        key = parents[key]


def test_copies_name_a_text_of_the_same_person():
    by_key = {row["key"]: row for row in EVERY_ROW}
    copies = [row for row in EVERY_ROW if "copy_of" in row]
    assert len(copies) == 1
    assert [by_key[row["copy_of"]]["participant"] for row in copies] == [row["participant"] for row in copies]


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_answers_fit_the_questions(slug):
    questions = {question["key"]: question for question in PAGES[slug]["questions"]}
    required = {key for key, question in questions.items() if question["required"]}
    for row in (row for row in ROWS_OF[slug] if row["kind"] == "answer"):
        given = {kind: row[kind] for kind in QuestionKind.values}
        for kind, answers in given.items():
            assert [key for key in answers if questions[key]["kind"] != kind] == []
            for key, answer in answers.items():
                assert kind == "open" or set(answer if questions[key]["multiple"] else [answer]) <= {
                    choice["value"] for choice in questions[key]["choices"]
                }, row["key"]
        assert required <= {key for answers in given.values() for key in answers}, row["key"]


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_rows_fall_into_the_phase_that_takes_them(slug):
    first = PAGES[slug]["phases"][0]
    start, end = (first["opens"]["day"], "09:00"), (min(first["closes"]["day"], -1), "23:59")
    outside = [row["key"] for row in ROWS_OF[slug] if not start <= (row["day"], row["time"]) <= end]
    assert outside == []


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_promises_are_complete_in_english_and_french(slug):
    page = PAGES[slug]
    parts = ["still_open", "already_fixed", "who_decides", "how_used", "when_back"]
    assert list(page["promise"]) == parts
    worded = [page["title"], page["summary"], page["decided_by"], *page["promise"].values()]
    worded += [phase["title"] for phase in page["phases"]] + [rule["text"] for rule in page["house_rules"]]
    worded += [question["text"] for question in page["questions"]]
    assert all(set(words) == {"en", "fr"} and all(words.values()) for words in worded)


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_phases_follow_each_other_and_rules_are_numbered(slug):
    page = PAGES[slug]
    spans = [(phase["opens"]["day"], phase["closes"]["day"]) for phase in page["phases"]]
    assert len(spans) == 3
    assert all(opens < closes for opens, closes in spans)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(spans))
    assert [rule["number"] for rule in page["house_rules"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("slug", sorted(ROWS_OF))
def test_pages_use_the_vocabularies_of_the_models(slug):
    page = PAGES[slug]
    assert {phase["kind"] for phase in page["phases"]} <= set(PhaseKind.values)
    assert {question["kind"] for question in page["questions"]} == set(QuestionKind.values)
    assert set(page["access"].values()) <= set(Access.values)
    assert {member["roles"][slug] for member in STAFF.values() if member["roles"]} == set(Role.staff())
