"""The recount itself: each broken promise is found, and a run in which all went well is found well."""

import sqlite3
from types import SimpleNamespace
from uuid import UUID

import pytest

from .browser import Answer, Browser
from .crowd import ACCOUNTS_EACH, COMMENTERS, VOTERS, Crowd
from .promises import calm, in_time, judge, noticed
from .recount import Recount
from .writers import Written

PROPOSAL = 7
TABLES = """
CREATE TABLE proposals_submission (id, client_id);
CREATE TABLE proposals_contribution (id, submission_id, root_id, shown_revision_id);
CREATE TABLE proposals_tally (contribution_id, agree, disagree, passes);
CREATE TABLE proposals_participant (id, user_id);
CREATE TABLE proposals_vote (contribution_id, participant_id, choice);
CREATE TABLE proposals_topic (id, name, last_seq);
CREATE TABLE proposals_event (topic_id, seq, target_id);
INSERT INTO proposals_topic VALUES (1, 'thread:7', 3);
INSERT INTO proposals_tally VALUES (7, 4, 0, 0);
"""


@pytest.fixture
def database():
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(TABLES)
        for number in (1, 2, 3):
            key = UUID(int=number).hex
            connection.execute("INSERT INTO proposals_submission VALUES (?, ?)", [number, key])
            connection.execute("INSERT INTO proposals_contribution VALUES (?, ?, 7, 1)", [number, number])
            connection.execute("INSERT INTO proposals_tally VALUES (?, 0, 0, 0)", [number])
            connection.execute("INSERT INTO proposals_event VALUES (1, ?, ?)", [number, number])
        yield connection
    connection.close()


@pytest.fixture
def crowd(database):
    """Everybody after a run: three comments, four votes for it, all of it on every screen."""
    residents = [{"user": number, "session": "x"} for number in range(COMMENTERS * ACCOUNTS_EACH + VOTERS)]
    people = Crowd(SimpleNamespace(port=0, address=""), {"proposal": PROPOSAL, "residents": residents})
    for number in (1, 2, 3):
        people.commenters[0].written.append(sent(UUID(int=number).hex, "words", number))
    for voter in people.voters:
        user = voter.residents[0]["user"]
        voter.written.append(sent(f"vote {user}", "agree"))
        database.execute("INSERT INTO proposals_participant VALUES (?, ?)", [user, user])
        database.execute("INSERT INTO proposals_vote VALUES (7, ?, 1)", [user])
    for screen in people.screens:
        screen.events[:] = [(1, 1, 0.1), (2, 2, 0.2), (3, 3, 0.3)]
        screen.tally = {"agree": 4, "disagree": 0, "pass": 0}
    return people


def sent(key, words, number=0, answered=1.0):
    return Written(key, words, first_sent=0.5, answered=answered, number=number)


def broken(crowd, database):
    return judge(crowd, Recount(lambda query: database.execute(query).fetchall(), PROPOSAL)).broken


def test_run_in_which_all_went_well_is_found_well(crowd, database):
    assert broken(crowd, database) == []


def test_comment_that_nobody_acknowledged_may_be_there_or_not(crowd, database):
    crowd.commenters[0].written += [sent(UUID(int=9).hex, "words", answered=None)]
    crowd.commenters[0].written[2].answered = None
    assert broken(crowd, database) == []


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (
            "DELETE FROM proposals_contribution WHERE id = 2",
            "1 acknowledged comments are not in the database",
        ),
        (
            "INSERT INTO proposals_contribution VALUES (4, 1, 7, 1)",
            "1 comments are in the database more than",
        ),
        (
            "UPDATE proposals_submission SET client_id = '00000000000000000000000000000008' WHERE id = 1",
            "1 comments are in the database that",
        ),
        (
            "UPDATE proposals_contribution SET shown_revision_id = NULL WHERE id = 1",
            "1 comments are there in part",
        ),
        ("INSERT INTO proposals_vote VALUES (7, 15, 1)", "1 voters have more than one row"),
        ("UPDATE proposals_vote SET choice = -1 WHERE participant_id = 15", "1 voters have another choice"),
        (
            "UPDATE proposals_tally SET agree = 5 WHERE contribution_id = 7",
            "1 counts are not what the rows say",
        ),
        ("INSERT INTO proposals_event VALUES (1, 4, 4)", "7 events did not come"),
        (
            "DELETE FROM proposals_event WHERE seq = 3",
            "1 number of events is not that of the comments, 3: [2]",
        ),
    ],
)
def test_what_is_wrong_in_the_database_is_found(crowd, database, spoil, sentence):
    database.execute(spoil)
    assert any(found.startswith(sentence) for found in broken(crowd, database))


@pytest.mark.parametrize(
    "events, sentence",
    [
        ([(1, 1, 0.1), (3, 3, 0.3)], "1 events did not come: [0]"),
        ([(1, 1, 0.1), (2, 2, 0.2), (2, 2, 0.2), (3, 3, 0.3)], "1 events came twice: [0]"),
        ([(2, 2, 0.2), (1, 1, 0.1), (3, 3, 0.3)], "1 screens saw events out of order: [0]"),
    ],
)
def test_screen_that_did_not_see_all_of_it_in_order_is_found(crowd, database, events, sentence):
    crowd.screens[-1].events[:] = events
    assert broken(crowd, database) == [sentence]


def test_screen_that_shows_an_old_count_is_found(crowd, database):
    crowd.screens[0].tally = {"agree": 3, "disagree": 0, "pass": 0}
    assert broken(crowd, database) == ["1 counts are not what the rows say, (4, 0, 0): ['(3, 0, 0)']"]


def test_frame_that_nobody_should_get_is_found_and_busy_is_not(crowd, database):
    crowd.screens[0].refused["busy"] += 1
    assert broken(crowd, database) == []
    crowd.screens[0].refused["forbidden"] += 1
    assert broken(crowd, database) == ["1 frames that nobody should get: ['forbidden']"]


@pytest.mark.parametrize(
    "answer, may_happen",
    [
        (Answer(200), True),
        (Answer(302, location="/contributions/3/"), True),
        (Answer(503, retry_after="5"), True),
        (Answer(503), False),
        (Answer(429), True),
        (Answer("lost"), True),
        (Answer("hung"), False),
        (Answer(500), False),
        (Answer(502), False),
        (Answer(400), False),
        (Answer(403), False),
    ],
)
def test_answer_may_happen(answer, may_happen):
    assert answer.may_happen is may_happen


def test_answer_that_sends_to_the_entrance_acknowledges_nothing():
    assert Answer(302, location="/contributions/3/").acknowledged
    assert not Answer(302, location="/accounts/login/?next=/").acknowledged


def test_browser_counts_what_it_is_told_and_keeps_what_is_wrong():
    browser = Browser(SimpleNamespace(port=1, address=""), {"user": 1, "session": "x"})
    assert browser.get("/").status == "lost"
    assert (dict(browser.told), browser.wrong) == ({"lost": 1}, [])


@pytest.mark.parametrize("seconds, well", [(0.2, True), (10.0, True), (10.2, False), (None, False)])
def test_time_is_kept_or_not(seconds, well):
    assert (in_time("live_again_s", seconds).broken == []) is well


def test_fault_that_nobody_noticed_proves_nothing():
    figures = {"cuts": 0, "statuses": {"200": 3}}
    assert noticed("503", figures).broken == ["no 503: nothing was broken"]
    assert noticed("cuts", figures).broken == ["no cuts: nothing was broken"]
    assert noticed("", figures).broken == []


def test_forms_that_go_on_tell_nobody_to_come_back():
    assert calm({"statuses": {"200": 3}}).broken == []
    assert calm({"statuses": {"200": 3, "lost": 1}}).broken == ["forms did not go on: {'503': 0, 'lost': 1}"]
