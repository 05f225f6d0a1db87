"""The campaign, the flags and the finished report of the demo, against the words they speak of."""

import re
from collections import Counter

from proposals.themes.enums import OfficialDecision
from tests.cms.demo_files import DEMO, EVERY_ROW, PAGES, PEOPLE, ROWS_OF, STAFF, strings, texts, whole

BY_KEY = {row["key"]: row for row in EVERY_ROW}
DATE = re.compile(r"\{date([+-]\d+)\}")


def everything():
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(DEMO.glob("*.json*")))
    assert written
    return written


def moment(entry):
    return (0, f"{-entry['hours_ago']:05.1f}") if "hours_ago" in entry else (entry["day"], entry["time"])


def test_campaign_letter_has_enough_ways_to_differ():
    campaign = whole("campaign")
    letter = " ".join(part["wordings"][0] for part in campaign["parts"])
    own = campaign["own_sentences"]
    assert campaign["senders"] == 120
    assert 80 <= len(letter.split()) <= 120
    assert all(len(part["wordings"]) >= 3 for part in campaign["parts"])
    assert len(set(own)) == len(own) >= campaign["own_share"] * campaign["senders"]


def test_campaign_slips_and_question_fit_what_they_change():
    campaign = whole("campaign")
    letter = " ".join(text for part in campaign["parts"] for text in part["wordings"])
    questions = {question["key"] for question in PAGES[campaign["consultation"]]["questions"]}
    assert [slip["from"] for slip in campaign["slips"] if slip["from"] not in letter] == ["committee"]
    assert "committee" in " ".join(campaign["greetings"])
    assert {campaign["question"], *campaign["closed"]} <= questions


def test_flags_name_texts_people_and_reasons():
    moderation = whole("moderation")
    flags = moderation["flags"]
    assert len(flags) >= 14
    assert {flag["contribution"] for flag in flags} <= set(BY_KEY)
    assert {flag["by"] for flag in flags} <= set(PEOPLE)
    assert {flag["reason"] for flag in flags} == set(moderation["reasons"])
    assert max(Counter((flag["contribution"], flag["by"]) for flag in flags).values()) == 1


def test_flags_come_after_the_text_and_from_somebody_else():
    for flag in whole("moderation")["flags"]:
        row = BY_KEY[flag["contribution"]]
        assert moment(row) < moment(flag), flag
        assert row["participant"] != flag["by"]


def test_decisions_follow_every_flag_on_the_text_and_cite_a_rule():
    moderation = whole("moderation")
    numbers = {rule["number"] for rule in PAGES[moderation["consultation"]]["house_rules"]}
    assert len(moderation["decisions"]) >= 6
    for decision in moderation["decisions"]:
        flags = [f for f in moderation["flags"] if f["contribution"] == decision["contribution"]]
        assert flags
        assert max(moment(flag) for flag in flags) < moment(decision), decision["contribution"]
        assert (decision["rule"] in numbers) == (decision["outcome"] != "keep")
        assert decision["facts"]
        assert decision["effect"]


def test_one_decision_is_undone_by_another_moderator():
    appeals = [(d, d["appeal"]) for d in whole("moderation")["decisions"] if "appeal" in d]
    [(decision, appeal)] = appeals
    assert appeal["outcome"] == "restored"
    assert appeal["by"] == BY_KEY[decision["contribution"]]["participant"]
    assert appeal["decided_by"] != decision["by"]
    assert moment(decision) < moment(appeal) < moment(appeal["decided"])


def test_flagged_texts_are_decided_or_waiting():
    moderation = whole("moderation")
    decided = {decision["contribution"] for decision in moderation["decisions"]}
    flagged = {flag["contribution"] for flag in moderation["flags"]}
    assert decided.isdisjoint(moderation["waiting"])
    assert decided | set(moderation["waiting"]) == flagged


def test_redaction_quotes_the_text():
    redactions = [d for d in whole("moderation")["decisions"] if d["outcome"] == "redact"]
    assert redactions
    assert all(d["redact"] in BY_KEY[d["contribution"]]["body"] for d in redactions)


def test_library_answers_are_coded_with_the_themes_of_the_report():
    themes = {theme["key"] for theme in whole("library_findings")["themes"]}
    answers = [row for row in ROWS_OF["library-opening-hours"] if row["kind"] == "answer"]
    sizes = Counter(key for row in answers for key in row["themes"])
    assert set(sizes) == themes
    assert min(sizes.values()) >= 10


def test_library_responses_show_every_decision_with_a_reason():
    themes = whole("library_findings")["themes"]
    assert {theme["response"]["decision"] for theme in themes} == set(OfficialDecision.values)
    for theme in themes:
        words = [theme["name"], theme["definition"]]
        words += [theme["response"][part] for part in ("asked", "said", "action", "reason")]
        assert all(set(text) == {"en", "fr"} and all(text.values()) for text in words), theme["key"]


def test_library_promises_include_kept_late_and_open_ones():
    promises = [c for theme in whole("library_findings")["themes"] for c in theme["commitments"]]
    late = [p for p in promises if "kept" in p and p["kept"]["day"] > p["due"]["day"]]
    open_ones = [p for p in promises if "kept" not in p]
    assert len(late) >= 1
    assert len([p for p in open_ones if p["due"]["day"] > 0]) >= 1
    assert len([p for p in open_ones if p["due"]["day"] < 0]) == 1
    assert len(promises) - len(late) - len(open_ones) >= 1
    assert all(p["milestones"] and set(p["team"]) == {"en", "fr"} for p in promises)


def test_report_is_signed_by_two_analysts():
    report = whole("library_findings")["report"]
    roles = [STAFF[key]["roles"]["library-opening-hours"] for key in report["signed_off_by"]]
    assert roles == ["analyst", "analyst"]


def test_addresses_and_phone_numbers_are_reserved_ones():
    addresses = re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)", everything())
    phones = re.findall(r"\b0\d{3,4}[ \d]{5,}\d\b", everything())
    assert set(addresses) == {"example.org"}
    assert phones
    assert [phone for phone in phones if not phone.startswith("01632 960")] == []


def test_files_name_no_day_of_the_calendar():
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    dated = rf"\b\d{{1,2}} (?:{months})\b|\b(?:{months}) 20\d\d\b|\b20\d\d-\d\d"
    assert re.findall(dated, everything()) == []


def test_day_marks_are_well_formed():
    marked = [text for text in strings(whole("consultations")["consultations"]) if "{" in text]
    marked += [text for row in EVERY_ROW for text in texts(row) if "{" in text]
    assert marked
    assert [text for text in marked if DATE.sub("", text).count("{")] == []
