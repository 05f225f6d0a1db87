"""AC-37: a report built twice is the same to the byte, counts what is there, and quotes what was said."""

import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from proposals.actions.states import hide
from proposals.models import Contribution, Submission
from proposals.themes.actions import confirm_theme, freeze_received, perform_run, start_run
from proposals.themes.analysis import Text, sort_texts
from proposals.themes.enums import Place
from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.reports.record import records_of
from proposals.themes.reports.refit import refit
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import TOPICS, analyst_of, publish_findings, write_about_topics

pytestmark = pytest.mark.django_db


def published():
    """Eighteen shown proposals and a hidden one, frozen, sorted, named by a person, published."""
    consultation = ConsultationFactory(phase=False, disclosure_threshold=2)
    analyst = analyst_of(consultation)
    write_about_topics(consultation)
    hidden = ProposalFactory(consultation_of=consultation, state="hidden", public_text="Zebrafinch words.")
    freeze_received(by=analyst, consultation=consultation)
    run = perform_run(run_id=start_run(by=analyst, consultation=consultation, n_themes=3, enqueue=False).pk)
    for number, theme in enumerate(Theme.objects.of_run(run)):
        confirm_theme(by=analyst, theme=theme, name=f"Named {number}", definition="Said by a person.")
    return publish_findings(consultation, by=analyst), hidden, analyst


def built(report, folder):
    """{name: bytes} of what `build_report` writes."""
    call_command("build_report", report.consultation.slug, "--out", str(folder), stdout=io.StringIO())
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_report_built_twice_is_the_same_to_the_byte_and_says_how_it_was_made(tmp_path):
    report, _hidden, _analyst = published()
    first, second = built(report, tmp_path / "one"), built(report, tmp_path / "two")
    assert first == second
    run = json.loads(first["bundle.json"])["run"]
    assert run["seed"] == report.run.seed
    assert (run["input_hash"], len(run["input_hash"])) == (report.run.input_hash, 64)
    assert {"python", "numpy", "scikit-learn"} <= {*run["versions"]}


def test_counts_of_a_report_equal_a_recount_from_the_raw_rows():
    report, _hidden, _analyst = published()
    sure = ThemeAssignment.objects.filter(run=report.run, sure=True, copy=False)
    pairs = {*sure.values_list("theme_id", "contribution__submission_id")}
    sizes = Counter(theme for theme, _submission in pairs)
    printed = {each["id"]: each["submissions"] for each in report.bundle["themes"] if not each["held_back"]}
    assert printed
    assert printed == {key: sizes[key] for key in printed}
    sent = Submission.objects.filter(consultation=report.consultation)
    assert report.bundle["received"] == sent.count() == 19
    assert dict(map(tuple, report.bundle["ledger"]))[Place.WITHHELD] == 1


def test_what_was_hidden_before_is_absent_and_what_was_hidden_after_is_gone_and_still_counted(tmp_path):
    report, hidden, _analyst = published()
    before = built(report, tmp_path / "before")
    assert [name for name, written in before.items() if b"Zebrafinch" in written] == []
    key, _start, _end = report.bundle["themes"][0]["quotes"][0]
    text = Contribution.objects.get(pk=key)
    assert text.public_text.encode() in before["report.html"]
    hide(contribution=text, by=None)
    after = built(report, tmp_path / "after")
    assert [name for name in ("report.html", "report.json") if text.public_text.encode() in after[name]] == []
    assert after["ledger.csv"] == before["ledger.csv"]
    assert after["bundle.json"] == before["bundle.json"]
    assert hidden.pk not in {*ThemeAssignment.objects.values_list("contribution_id", flat=True)}


def test_every_quote_is_word_for_word_in_a_text_that_is_shown(tmp_path):
    report, _hidden, _analyst = published()
    said = json.loads(built(report, tmp_path)["report.json"])
    quotes = [quote for theme in said["themes"] for quote in theme["quotes"]]
    assert len(quotes) >= 6
    for quote in quotes:
        text = Contribution.objects.shown().get(pk=quote["contribution"])
        assert quote["text"] in (text.public_text, text.title) or quote["text"] in text.public_text


def test_hand_of_a_person_is_on_record_with_name_and_number():
    report, _hidden, analyst = published()
    record = dict(records_of(report)[0]["rows"])
    assert analyst.display_name in record["People's part"]
    edits = report.run.edits.filter(undone_at=None).count()
    assert f"in {edits} edits" in record["People's part"]


def test_refit_goes_by_the_method_and_the_length_that_the_run_had():
    texts = [
        Text(number, "", f"{said} {said} {said}")
        for number, said in enumerate(text for topic in TOPICS.values() for text in topic)
    ]
    wanted = {"n_themes": 3, "method": "tree", "passage_length": 100}
    found = refit({"run": {"parameters": wanted, "seed": 4}}, texts)
    expected = sort_texts(texts, n_themes=3, method="tree", longest=100, seed=4)
    assert (found.passages, found.structure) == (expected.passages, expected.structure)
    for other in ({"method": "kmeans", "longest": 100}, {"method": "tree", "longest": 400}):
        different = sort_texts(texts, n_themes=3, seed=4, **other)
        assert (found.passages, found.structure) != (different.passages, different.structure)


def test_rerun_of_a_bundle_prints_what_moved_and_refuses_where_the_texts_are_not(tmp_path):
    report, _hidden, _analyst = published()
    (tmp_path / "bundle.json").write_bytes(built(report, tmp_path)["bundle.json"])
    out = io.StringIO()
    call_command("rerun_analysis", str(tmp_path / "bundle.json"), stdout=out)
    assert out.getvalue().splitlines() == [
        "Compared 18 texts, 0 are gone since.",
        "Moved: 0, 0.0 per cent.",
        "Largest change of a share: 0.0 percentage points.",
    ]
    report.run.snapshot.manifest_hash = "0" * 64
    report.run.snapshot.save()
    with pytest.raises(CommandError, match="not here"):
        call_command("rerun_analysis", str(tmp_path / "bundle.json"))
