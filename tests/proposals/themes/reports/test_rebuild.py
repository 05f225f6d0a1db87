"""A published bundle gives every one of its numbers again, and names whatever was changed in it."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from proposals.enums import Stance
from proposals.themes.actions.opinions import find_opinion_groups
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.enums import Place
from proposals.themes.models import LedgerLine, Theme
from proposals.themes.reports.bundle import canonical
from proposals.themes.reports.bundle_file import bundle_file
from proposals.themes.reports.rebuild import registered
from proposals.themes.reports.rebuild.carried import OLDER, WORDS, carried
from proposals.themes.reports.rebuild.comparing import differences, rebuilt
from tests.factories.coding import sorted_run
from tests.factories.editions import full_edition
from tests.factories.proposals import ParticipantFactory, ProposalFactory, SubmissionFactory, VoteFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]
CARRIED = {*WORDS}


def published(sizes=(36, 9, 2)):
    """A report of themes of these sizes, with copies and a withheld submission; returns it."""
    first = ThemeFactory()
    themes = [first, *[ThemeFactory(codebook=first.codebook) for _each in sizes[1:]]]
    run, consultation = first.codebook.run, first.consultation
    for theme, size in zip(themes, sizes, strict=True):
        for number in range(size):
            stance = Stance.FOR if number % 2 else Stance.AGAINST
            text = ProposalFactory(consultation_of=consultation, stance=stance)
            ThemeAssignmentFactory(theme=theme, contribution=text)
    for _number in range(7):
        text = ProposalFactory(consultation_of=consultation)
        ThemeAssignmentFactory(theme=first, contribution=text, copy=True)
        run.ledger.filter(submission=text.submission).update(place=Place.CAMPAIGN)
    for _number in range(6):
        withheld = SubmissionFactory(participant__consultation=consultation)
        LedgerLine.objects.create(run=run, submission=withheld, place=Place.WITHHELD, reason="hidden")
        run.snapshot.items.create(submission=withheld, state="withheld", reason="hidden")
    run.snapshot.received = run.ledger.count()
    run.snapshot.save()
    recount_themes(Theme.objects.of_run(run))
    return publish_findings(consultation, run=run)


@pytest.fixture(scope="module")
def full_bytes(django_db_setup, django_db_blocker):
    """The bundle of an edition with everything a report can hold; no row of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        written = bundle_file(full_edition())
        transaction.set_rollback(True)
    return written


@pytest.fixture
def full(full_bytes):
    """The same bundle as it is read, and its bytes."""
    return json.loads(full_bytes), full_bytes


def test_full_bundle_gives_every_number_again_and_the_same_bytes(full):
    bundle, written = full
    assert differences(bundle, written) == []
    assert canonical(rebuilt(bundle)) == written
    assert all(bundle["inputs"].values()), [name for name, rows in bundle["inputs"].items() if not rows]
    assert {table["by"] for table in bundle["breakdowns"]} == {"channel", "type", "group"}
    assert all(bundle[part] for part in ("opinion", "weights", "corrections", "agreement"))


# (way to a number that is printed, the part it belongs to)
NUMBERS = [
    (("estimates", "themes", 0, 1), "estimates"),
    (("estimates", "themes", 0, 2), "estimates"),
    (("estimates", "themes", 0, 3), "estimates"),
    (("estimates", "coded"), "estimates"),
    (("estimates", "double"), "estimates"),
    (("estimates", "population"), "estimates"),
    (("breakdowns", 0, "columns", 0, 1), "breakdowns"),
    (("breakdowns", 0, "themes", 0, 1, 0, 0), "breakdowns"),
    (("breakdowns", 0, "themes", 0, 1, 0, 2), "breakdowns"),
    (("breakdowns", 0, "themes", 0, 1, 0, 3), "breakdowns"),
    (("agreement", "alpha"), "agreement"),
    (("agreement", "stance"), "agreement"),
    (("agreement", "kappa", 1), "agreement"),
    (("agreement", "f1", "machine_high"), "agreement"),
    (("agreement", "themes", 0, 1), "agreement"),
    (("agreement", "questions", 0, 1), "agreement"),
    (("campaign_counts", "people"), "campaign_counts"),
    (("campaign_counts", "texts"), "campaign_counts"),
    (("corrections", 0, 1), "corrections"),
    (("corrections", 0, 3), "corrections"),
    (("opinion", "voters"), "opinion"),
    (("opinion", "votes"), "opinion"),
    (("opinion", "grouped"), "opinion"),
    (("opinion", "groups", 0, "people"), "opinion"),
    (("opinion", "statements", 0, "consensus"), "opinion"),
    (("opinion", "statements", 0, "groups", 0, 0), "opinion"),
    (("opinion_themes", 0, "sent"), "opinion_themes"),
    (("opinion_themes", 0, "voices"), "opinion_themes"),
    (("opinion_themes", 0, "voters", 0), "opinion_themes"),
    (("concentration", "votes", "gini"), "concentration"),
    (("coverage", 0, "cells", 0, 2), "coverage"),
    (("coverage", 0, "answered"), "coverage"),
    (("weights", "themes", 0, 2), "weights"),
    (("weights", "design_effect"), "weights"),
    (("weights", "moves_at_most"), "weights"),
    (("themes", 0, "holds"), "themes"),
]


def test_every_changed_number_of_a_full_bundle_is_named_by_its_part(full):
    bundle, _written = full
    for path, part in NUMBERS:
        other = changed(bundle, path, "1" if path[-1] == "holds" else 1)
        named = {each.part for each in differences(other, canonical(other))}
        assert part in named, path


def test_input_that_lacks_a_row_is_named_and_so_is_what_it_no_longer_adds_up_to(full):
    bundle, _written = full
    for name, rows in bundle["inputs"].items():
        if isinstance(rows, list) and name != "codebook":
            other = {**bundle, "inputs": {**bundle["inputs"], name: rows[1:]}}
            found = differences(other, canonical(other))
            assert f"input_hashes.{name}" in {f"{each.part}{each.where}" for each in found}
            assert len({each.part for each in found} - {"input_hashes", "hashes", "fingerprint"}) > 0, name


def test_rows_of_a_bundle_hold_no_cell_that_is_held_back(full):
    bundle, _written = full
    inputs = bundle["inputs"]
    held = {
        (table["by"], key, pk)
        for table in bundle["breakdowns"]
        for pk, row in table["themes"]
        for (key, *_size), cell in zip(table["columns"], row, strict=True)
        if cell[1]
    }
    assert held
    assert not held & {(by, key, pk) for by, key, pk, _number in inputs["cells"]}
    assert not held & {(by, key, pk) for by, key, pk, *_rest in inputs["codings_by"]}
    assert any(None in row for row in inputs["votes"])
    small = [row for row in inputs["votes"] if any(n and n < bundle["threshold"] for n in row[2:])]
    assert small == []


def test_rebuild_says_what_it_carries_and_why(full, tmp_path, capsys):
    _bundle, written = full
    (tmp_path / "bundle.json").write_bytes(written)
    call_command("rebuild_report", str(tmp_path / "bundle.json"), "--out", str(tmp_path / "again"))
    said = capsys.readouterr().out
    assert ", estimates, breakdowns, agreement, " in said.splitlines()[0]
    assert "  freeze: what was open then" in said
    assert "  opinion.groups.place, stability: they compare the votes" in said
    assert "  opinion.statements.sides: the choice compares the votes on all statements" in said


def test_statements_that_stand_for_a_group_are_chosen_again_where_every_vote_is_told():
    """Two camps of thirty over six statements, a fifth of each voting with the other; no row is held back."""
    run, _themes = sorted_run(36, threshold=2)
    texts = [row.contribution for row in run.assignments.order_by("pk").select_related("contribution")[:6]]
    for n in range(60):
        voter = ParticipantFactory(consultation=run.consultation)
        for number, text in enumerate(texts):
            camp = 1 if n % 2 else -1
            choice = camp if (n // 2 + number) % 5 else -camp
            VoteFactory(contribution=text, participant=voter, choice=choice)
    find_opinion_groups(run)
    recount_themes(Theme.objects.of_run(run))
    written = bundle_file(publish_findings(run.consultation, run=run))
    bundle = json.loads(written)
    assert not any(None in row for row in bundle["inputs"]["votes"])
    assert differences(bundle, written) == []
    assert "opinion.statements.sides" not in dict(carried(bundle))
    sides = [each["sides"] for each in bundle["opinion"]["statements"]]
    assert any("agree" in row for row in sides)
    at = next(place for place, row in enumerate(sides) if any(row))
    other = changed(bundle, ("opinion", "statements", at, "sides"), ["", ""])
    named = [f"{each.part}{each.where}" for each in differences(other, canonical(other))]
    statement = bundle["opinion"]["statements"][at]["id"]
    assert any(name.startswith(f"opinion.statements[{statement}].sides") for name in named)


def test_small_number_that_is_printed_is_named():
    bundle = json.loads(bundle_file(published((36, 9, 6))))
    theme = bundle["themes"][-1]
    few = {**bundle, "inputs": {**bundle["inputs"], "placed": bundle["inputs"]["placed"][:-3]}}
    few["themes"] = [*bundle["themes"][:-1], {**theme, "submissions": 3, "people": 3}]
    named = {f"{each.part}{each.where}": each.right for each in differences(few, canonical(few))}
    assert named[f"themes[{theme['key']}].held_back"] == "under"


def test_bundle_of_an_older_format_is_checked_as_far_as_it_carries_rows(full):
    bundle, _written = full
    known = ("submissions", "placed", "stances", "channels", "respondents", "withheld", "copies", "codebook")
    older = {**bundle, "inputs": {name: bundle["inputs"][name] for name in known}}
    older["input_hashes"] = {name: bundle["input_hashes"][name] for name in known}
    older = rebuilt(older)
    assert differences(older, canonical(older)) == []
    assert ("estimates", OLDER) in carried(older)
    other = changed(older, ("themes", 0, "submissions"), 1)
    assert "themes" in {each.part for each in differences(other, canonical(other))}


def test_bundle_gives_every_number_again_and_the_same_bytes():
    written = bundle_file(published())
    assert differences(json.loads(written), written) == []
    assert canonical(rebuilt(json.loads(written))) == written


def test_every_part_of_a_bundle_is_recomputed_or_known_to_be_carried():
    parts = {*published().bundle}
    assert parts - {*registered()} == CARRIED


def test_bundle_carries_no_row_of_what_is_held_back():
    report = published()
    held = [each["id"] for each in report.bundle["themes"] if each["held_back"]]
    assert held
    rows = report.inputs["placed"]
    assert rows
    assert not [row for row in rows if row[0] in held]


def test_numbers_of_a_bundle_are_not_in_the_order_in_which_people_wrote():
    report = published()
    places = [place for _submission, _person, place in report.inputs["submissions"]]
    in_order = list(report.run.ledger.order_by("submission_id").values_list("place", flat=True))
    assert sorted(places) == sorted(in_order)
    assert places != in_order


def changed(bundle, path, value):
    other = copy.deepcopy(bundle)
    *way, last = path
    at = other
    for step in way:
        at = at[step]
    at[last] = value
    return other


CHANGES = [
    (("received",), 99, "received: printed 99, recomputed 60"),
    (("themes", 0, "submissions"), 37, "themes[{key}].submissions: printed 37, recomputed 36"),
    (("themes", 0, "share"), "1.0", 'themes[{key}].share: printed "1.0", recomputed "76.6"'),
    (("themes", 0, "stance", "for"), 1, "themes[{key}].stance.for: printed 1, recomputed 18"),
    (("ledger", 0, 1), 1, "ledger[0][1]: printed 1, recomputed 47"),
    (("people",), 1, "people: printed 1, recomputed 60"),
    (("concentration", "posts", "gini"), 1, "concentration.posts.gini: printed 1, recomputed 0"),
]


def test_changed_number_is_named():
    bundle = json.loads(bundle_file(published()))
    for path, value, words in CHANGES:
        other = changed(bundle, path, value)
        said = [str(each) for each in differences(other, canonical(other))]
        assert words.format(key=bundle["themes"][0]["key"]) in said


def test_changed_part_that_is_carried_and_a_changed_input_are_named_by_their_hash():
    bundle = json.loads(bundle_file(published()))
    for part in CARRIED - {"input_hashes"}:
        other = changed(bundle, (part,), {"threshold": 4, "opinion": {"statements": []}}.get(part, "changed"))
        assert f"hashes.{part}" in [f"{e.part}{e.where}" for e in differences(other, canonical(other))]
    other = changed(bundle, ("inputs", "stances", 0, 1), "neutral")
    named = [f"{each.part}{each.where}" for each in differences(other, canonical(other))]
    assert "input_hashes.stances" in named


def test_byte_that_changes_no_value_is_named_by_its_place():
    written = bundle_file(published())
    spaced = written.replace(b'"received":', b'"received": ', 1)
    at = written.index(b'"received":') + len(b'"received":')
    assert [str(each) for each in differences(json.loads(spaced), spaced)] == [
        f'file at byte {at}: printed "", recomputed ""'
    ]


def test_rebuild_report_writes_the_same_bytes_and_refuses_a_changed_file(tmp_path):
    written = bundle_file(published())
    (tmp_path / "bundle.json").write_bytes(written)
    call_command("rebuild_report", str(tmp_path / "bundle.json"), "--out", str(tmp_path / "again"))
    assert (tmp_path / "again" / "bundle.json").read_bytes() == written
    (tmp_path / "bundle.json").write_bytes(written.replace(b'"received":60', b'"received":61'))
    with pytest.raises(CommandError):
        call_command("rebuild_report", str(tmp_path / "bundle.json"), "--out", str(tmp_path / "again"))


@pytest.mark.parametrize("written", [b"", b"{}", b"[1]", b"\xff"])
def test_rebuild_report_of_what_is_no_bundle_says_so(tmp_path, written):
    (tmp_path / "bundle.json").write_bytes(written)
    with pytest.raises(CommandError, match="not a bundle"):
        call_command("rebuild_report", str(tmp_path / "bundle.json"), "--out", str(tmp_path / "again"))


@pytest.mark.slow
def test_rebuilt_bytes_are_the_same_on_other_processors_and_with_more_threads(full, tmp_path):
    _bundle, written = full
    (tmp_path / "bundle.json").write_bytes(written)
    for kernel in ("Haswell", "Prescott", "SkylakeX"):
        for threads in ("1", "2"):
            out = tmp_path / f"{kernel}-{threads}"
            machine = {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads}
            rebuild_elsewhere(tmp_path / "bundle.json", out, machine)
            assert (out / "bundle.json").read_bytes() == written


def rebuild_elsewhere(bundle, out, environment):
    """The command in a process of its own."""
    command = [sys.executable, "manage.py", "rebuild_report", str(bundle), "--out", str(out)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
