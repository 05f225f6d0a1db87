"""Themes and mappings in and out: shown first, taken over once by a person, the same when they leave."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consult.enums import Role
from consult.errors import Invalid, Refused, Stale
from consult.models import LogEntry
from proposals.enums import Consent
from proposals.themes.actions import export_run, rename_theme, show_import, take_over_import
from proposals.themes.exchange.contents import mapping_of, themes_of
from proposals.themes.exchange.plan import plan_of
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment, ThemeImport
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory, QuestionFactory
from tests.factories.proposals import OpenAnswerFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    analyst_of,
    staff,
)

pytestmark = pytest.mark.django_db

THEMES = json.dumps(
    [
        {
            "topic_id": "A",
            "topic_label": "Ban",
            "topic_description": "All of it.",
            "topic": "Ban: All of it.",
        },
        {"topic_id": "B", "topic_label": "Money", "topic_description": "Costs.", "topic": "Money: Costs."},
    ],
    indent=4,
).encode()
MAPPING = (
    b'{"response_id": 1, "labels": ["B", "A"], "stances": ["NEGATIVE", "POSITIVE"]}\n'
    b'{"response_id": 2, "labels": ["A"], "stances": ["POSITIVE"]}\n'
    b'{"response_id": 3, "labels": [], "stances": []}\n'
)
FILES = {"themes": ("t.json", THEMES + b"\n"), "mapping": ("m.jsonl", MAPPING)}


def sorted_run(responses=3):
    """A run whose software put every response into one suggested theme."""
    theme = ThemeFactory(name="Suggested", state="candidate", stable_key="1.1")
    question = QuestionFactory(consultation=theme.consultation)
    for number in range(1, responses + 1):
        text = OpenAnswerFactory(question=question, public_text=f"Text {number} about the ban.")
        text.submission.external_id = str(number)
        text.submission.save()
        ThemeAssignmentFactory(theme=theme, contribution=text)
    return theme.codebook.run, question


def taken_over(run, question, by=None, files=FILES):
    by = by or analyst_of(run.consultation)
    shown = show_import(by=by, run=run, question=question, **files)
    return take_over_import(by=by, theme_import=shown)


def test_files_come_out_as_they_came_in():
    run, question = sorted_run()
    analyst = analyst_of(run.consultation)
    taken_over(run, question, analyst)
    out = {
        what: export_run(by=analyst, run=run, what=what, ending=ending, question=question)
        for what, ending in (("themes", "json"), ("mapping", "jsonl"))
    }
    assert out == {what: content for what, (_name, content) in FILES.items()}


def test_showing_changes_nothing_and_says_everything():
    run, question = sorted_run()
    before = list(ThemeAssignment.objects.values()), list(Theme.objects.values())
    shown = show_import(by=analyst_of(run.consultation), run=run, question=question, **FILES)
    assert (list(ThemeAssignment.objects.values()), list(Theme.objects.values())) == before
    plan = plan_of(run, shown.payload)
    assert ([key for key, _name in plan.new], len(plan.moved), plan.kept) == (["A", "B"], 3, 0)


def test_taking_over_places_texts_counts_again_and_is_logged_with_the_person():
    run, question = sorted_run()
    analyst = analyst_of(run.consultation)
    taken_over(run, question, analyst)
    sizes = dict(Theme.objects.of_run(run).values_list("name", "submissions"))
    assert sizes == {"Suggested": 0, "Ban": 2, "Money": 1}
    places = LedgerLine.objects.filter(run=run).order_by("submission").values_list("place", flat=True)
    assert list(places) == ["in_themes", "in_themes", "unsure"]
    entry = LogEntry.objects.get(act="themes.imported")
    assert entry.actor_id == analyst.pk
    made = ThemeAssignment.objects.filter(run=run, sure=True)
    assert set(made.values_list("user", "assigned_by")) == {(analyst.pk, "person")}


def test_second_import_of_the_same_files_changes_nothing():
    run, question = sorted_run()
    taken_over(run, question)
    shown = show_import(by=analyst_of(run.consultation), run=run, question=question, **FILES)
    assert plan_of(run, shown.payload).is_empty


def test_changed_words_are_shown_and_raise_the_version_of_the_definition():
    run, question = sorted_run()
    taken_over(run, question)
    other = {"themes": ("t.csv", b"key,name,definition\nA,Ban,Nearly all of it.\nB,Money,Costs.")}
    shown = show_import(by=analyst_of(run.consultation), run=run, **other)
    plan = plan_of(run, shown.payload)
    assert [(theme.stable_key, definition) for theme, _name, definition in plan.reworded] == [
        ("A", "Nearly all of it.")
    ]
    assert plan.same == 1
    take_over_import(by=shown.uploaded_by, theme_import=shown)
    assert dict(Theme.objects.of_run(run).values_list("stable_key", "definition_version")) == {
        "1.1": 1,
        "A": 2,
        "B": 1,
    }


def test_import_is_taken_over_once_and_not_over_a_change_nobody_saw():
    run, question = sorted_run()
    analyst = analyst_of(run.consultation)
    taken_over(run, question, analyst)
    other = {"themes": ("t.csv", b"key,name\nA,Total ban")}
    shown = show_import(by=analyst, run=run, **other)
    rename_theme(by=analyst, theme=Theme.objects.get(stable_key="A"), name="Complete ban")
    with pytest.raises(Stale):
        take_over_import(by=analyst, theme_import=shown)
    assert Theme.objects.get(stable_key="A").name == "Complete ban"
    shown.refresh_from_db()
    take_over_import(by=analyst, theme_import=shown)
    with pytest.raises(Refused) as refused:
        take_over_import(by=analyst, theme_import=shown)
    assert (refused.value.code, Theme.objects.get(stable_key="A").name) == ("import_taken_over", "Total ban")


@pytest.mark.parametrize(
    "files, told",
    [
        ({}, {"themes": ["Choose a file of themes, a file of a mapping, or both."]}),
        (
            {"mapping": ("m.csv", b"response_id,theme_key\n1,1.1\n9,1.1\n2,Z")},
            {
                "mapping": [
                    "Row 3, column response_id: “9” is no response of this run.",
                    "Row 4, column theme_key: there is no theme “Z”.",
                ]
            },
        ),
        (
            {"themes": ("t.csv", b"key,name\nQ,suggested")},
            {
                "themes": [
                    "Row 2, column name: “suggested” is the name of the theme 1.1 already. Use that key."
                ]
            },
        ),
        ({"mapping": ("m.csv", b"a,b\n")}, None),
    ],
    ids=["nothing", "unknown ids", "name taken", "other table"],
)
def test_bad_files_are_refused_as_a_whole_and_keep_nothing(files, told):
    run, question = sorted_run()
    with pytest.raises(Invalid) as invalid:
        show_import(by=analyst_of(run.consultation), run=run, question=question, **files)
    assert told is None or invalid.value.fields == told
    assert not ThemeImport.objects.exists()


def test_text_without_an_id_of_its_own_is_named_by_ours():
    run, question = sorted_run(1)
    text = OpenAnswerFactory(question=question)
    ThemeAssignmentFactory(theme=Theme.objects.get(), contribution=text)
    assert list(mapping_of(run, question)) == ["1", f"C{text.pk}"]


def test_suggested_themes_stay_at_home():
    run, _question = sorted_run()
    assert (themes_of(run), set(map(tuple, mapping_of(run).values()))) == ([], {()})


def test_texts_taken_away_by_the_machines_keeper_are_those_everybody_may_read():
    run, question = sorted_run(2)
    first = question.contributions.order_by("pk").first()
    first.submission.consent = Consent.WITHHELD
    first.submission.save()
    out = {
        by: export_run(by=by, run=run, what="responses", ending="jsonl", question=question)
        for by in (None, analyst_of(run.consultation))
    }
    assert [len(content.splitlines()) for content in out.values()] == [1, 2]
    assert LogEntry.objects.filter(act="themes.exported").count() == 2


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["guest", "resident", *Role.values])
def test_exchange_is_for_analysts_alone(role):
    run, question = sorted_run()
    slug = run.consultation.slug
    shown = show_import(by=analyst_of(run.consultation), run=run, question=question, **FILES)
    person = (
        None if role == "guest" else UserFactory() if role == "resident" else staff(run.consultation, role)
    )
    client = signed_in(person) if person else Client()
    got = [
        client.get(reverse("exchange", args=[slug])).status_code,
        client.get(reverse("exchange_file", args=[slug, "responses", "csv"])).status_code,
        client.get(reverse("theme_import", args=[slug, shown.pk])).status_code,
        client.post(reverse("take_over_import", args=[slug, shown.pk])).status_code,
    ]
    assert got == ([200, 200, 200, 302] if role == Role.ANALYST else [403] * 4)


def test_exchange_of_a_private_consultation_is_not_found_by_strangers():
    run, _question = sorted_run()
    run.consultation.invited_only = True
    run.consultation.save()
    client = signed_in(UserFactory())
    assert client.get(reverse("exchange", args=[run.consultation.slug])).status_code == 404


def test_published_themes_are_not_changed_by_an_import():
    run, question = sorted_run()
    ThemeReportFactory(run=run)
    with pytest.raises(Refused) as refused:
        show_import(by=analyst_of(run.consultation), run=run, question=question, **FILES)
    assert refused.value.code == "findings_frozen"


def test_import_of_another_consultation_is_not_found():
    run, question = sorted_run()
    shown = show_import(by=analyst_of(run.consultation), run=run, question=question, **FILES)
    other = ConsultationFactory()
    client = signed_in(analyst_of(other))
    assert client.get(reverse("theme_import", args=[other.slug, shown.pk])).status_code == 404


def test_pages_lead_from_the_files_to_the_change():
    run, question = sorted_run()
    slug = run.consultation.slug
    client = signed_in(analyst_of(run.consultation))
    sent = {name: SimpleUploadedFile(*given) for name, given in FILES.items()}
    preview = client.post(reverse("exchange", args=[slug]), {**sent, "question": question.pk}, follow=True)
    assert "What the files would change" in preview.content.decode()
    url = reverse("take_over_import", args=[slug, ThemeImport.objects.get().pk])
    page = client.post(url, follow=True).content.decode()
    assert "2 themes are taken over. 3 texts are where the file says." in page
    bad = {"mapping": SimpleUploadedFile("m.csv", b"response_id,theme_key\n99,A")}
    refused = client.post(reverse("exchange", args=[slug]), bad)
    assert refused.status_code == 422
    assert "Row 2, column response_id: “99” is no response of this run." in refused.content.decode()


@pytest.mark.parametrize("name", ["responses.exe", "words.csv", "themes.jsonl"])
def test_file_that_does_not_exist_is_not_found(name):
    run, _question = sorted_run()
    client = signed_in(analyst_of(run.consultation))
    url = reverse("exchange_file", args=[run.consultation.slug, *name.split(".")])
    assert client.get(url).status_code == 404


def test_command_writes_files_shows_a_change_and_makes_it_for_an_analyst(tmp_path, capsys):
    run, question = sorted_run()
    slug, analyst = run.consultation.slug, analyst_of(run.consultation)
    for name, content in FILES.values():
        (tmp_path / name).write_bytes(content)
    read = ["exchange_themes", slug, "--question", question.key]
    read += ["--themes", str(tmp_path / "t.json"), "--mapping", str(tmp_path / "m.jsonl")]
    with pytest.raises(CommandError, match="an import is the act of an analyst"):
        call_command(*read)
    with pytest.raises(CommandError):
        call_command(*read, "--by", UserFactory().email)
    call_command(*read, "--by", analyst.email)
    assert "2 new themes" in capsys.readouterr().out
    assert Theme.objects.of_run(run).count() == 1
    call_command(*read, "--by", analyst.email, "--take-over")
    call_command("exchange_themes", slug, "--question", question.key, "--out", str(tmp_path / "out"))
    assert (tmp_path / "out" / "mapping.jsonl").read_bytes() == MAPPING


@pytest.mark.shared
@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_the_other_tools_own_files_come_back_byte_for_byte(reference_data, tmp_path, capsys, ending):
    source = reference_data / "coding"
    consultation = ConsultationFactory()
    question = QuestionFactory(consultation=consultation, key="part-1")
    call_command(
        "import_contributions",
        str(source / "resp_question_part_1.jsonl"),
        "--slug",
        consultation.slug,
        "--map",
        "response_id=external_id",
        "response=question:part-1",
    )
    theme = ThemeFactory(state="candidate", codebook__run__consultation=consultation)
    for text in question.contributions.order_by("pk"):
        ThemeAssignmentFactory(theme=theme, contribution=text)
    run, analyst = theme.codebook.run, analyst_of(consultation)
    kept = {
        what: (source / f"{short}_question_part_1.{end}").read_bytes()
        for what, short, end in (
            ("themes", "themes", "json"),
            ("mapping", "map", "jsonl"),
            ("responses", "resp", "jsonl"),
        )
    }
    files = {what: (f"{what}.json" if what == "themes" else f"{what}.jsonl", kept[what]) for what in FILES}
    taken_over(run, question, analyst, files)
    if ending != "json":  # out as a table, in again, out as JSON: nothing is lost on the way
        tables = {
            what: (
                f"x.{ending}",
                export_run(by=analyst, run=run, what=what, ending=ending, question=question),
            )
            for what in FILES
        }
        taken_over(run, question, analyst, tables)
    for what, content in kept.items():
        end = "json" if what == "themes" else "jsonl"
        assert export_run(by=analyst, run=run, what=what, ending=end, question=question) == content
