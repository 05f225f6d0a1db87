"""Tables of the population: who gives them, what bad files are told, and that no person's answer gets out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.themes.actions import give_reference_table, take_away_reference_table
from proposals.themes.models import ReferenceTable
from proposals.themes.reports.bundle import build_bundle
from tests.factories.accounts import UserFactory
from tests.factories.consult import QuestionFactory
from tests.factories.themes import ThemeReportFactory, analyst_of, staff
from tests.proposals.themes.reports.test_coverage import HERE, heard

pytestmark = pytest.mark.django_db

GOOD = b"category,people\nyoung,4000\nmiddle,3000\nold,3000\n"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def somebody(role, consultation):
    if role == "guest":
        return None
    return UserFactory() if role == "resident" else staff(consultation, role)


def file_of(content=GOOD, name="age.csv"):
    return SimpleUploadedFile(name, content)


def asked():
    run, _theme, question = heard(young=3, middle=20, old=20)
    ReferenceTable.objects.all().delete()
    return run.consultation, question


@pytest.mark.parametrize("role", ["guest", "resident", *Role.values])
def test_tables_are_given_read_and_taken_away_by_analysts_alone(role):
    consultation, question = asked()
    table = ReferenceTable.objects.create(consultation=consultation, rows=HERE, source="x")
    person = somebody(role, consultation)
    client = signed_in(person) if person else Client()
    slug = consultation.slug
    sent = {"about": question.pk, "source": "Census 2021", "file": file_of()}
    got = [
        client.get(reverse("people_here", args=[slug])).status_code,
        client.get(reverse("empty_people_here", args=[slug, question.pk])).status_code,
        client.post(reverse("people_here", args=[slug]), sent).status_code,
        client.post(reverse("take_away_people_here", args=[slug, table.pk])).status_code,
    ]
    assert got == ([200, 200, 302, 302] if role == Role.ANALYST else [403] * 4)
    assert ReferenceTable.objects.in_use().filter(question=question).exists() == (role == Role.ANALYST)


def test_tables_of_a_private_consultation_are_not_found_by_strangers():
    consultation, _question = asked()
    consultation.invited_only = True
    consultation.save()
    assert signed_in(UserFactory()).get(reverse("people_here", args=[consultation.slug])).status_code == 404


def test_table_is_kept_with_its_giver_and_the_next_takes_its_place():
    consultation, question = asked()
    analyst = analyst_of(consultation)
    given = [
        give_reference_table(
            by=analyst, consultation=consultation, question=question, name="a.csv", content=GOOD, source=s
        )
        for s in ("Census 2011", " Census  2021 ")
    ]
    (table,) = ReferenceTable.objects.in_use()
    assert (table, table.source, table.rows, table.left_out) == (given[1], "Census 2021", HERE, ["unsaid"])
    acts = LogEntry.objects.filter(act__startswith="reference.").values_list("act", "actor_id")
    take_away_reference_table(by=analyst, table=table)
    assert list(acts) == [("reference.given", analyst.pk)] * 2 + [("reference.ended", analyst.pk)]
    with pytest.raises(Refused) as refused:
        take_away_reference_table(by=analyst, table=table)
    assert refused.value.code == "reference_ended"


@pytest.mark.parametrize("foreign", [True, False], ids=["of another consultation", "open"])
def test_table_about_a_question_without_one_choice_is_refused(foreign):
    consultation, question = asked()
    other = QuestionFactory(closed=True) if foreign else QuestionFactory(consultation=consultation)
    with pytest.raises(Invalid) as invalid:
        give_reference_table(
            by=analyst_of(consultation),
            consultation=consultation,
            question=other,
            name="a.csv",
            content=GOOD,
            source="x",
        )
    assert list(invalid.value.fields) == ["question"]


@pytest.mark.parametrize(
    "sent, told",
    [
        ({"file": file_of(b"category,people\nyoung,x\nold,1")}, "Row 2, column people: “x” is not a whole"),
        ({"file": ""}, "Choose a file."),
        ({"source": ""}, "Who counted, and when"),
        ({"about": "999999"}, "What the table is about"),
    ],
    ids=["cell", "no file", "no source", "unknown question"],
)
def test_bad_table_is_answered_by_a_page_that_says_what(sent, told):
    consultation, question = asked()
    good = {"about": question.pk, "source": "Census 2021", "file": file_of()}
    client = signed_in(analyst_of(consultation))
    response = client.post(reverse("people_here", args=[consultation.slug]), {**good, **sent})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ReferenceTable.objects.exists()


def test_empty_table_holds_the_answers_of_the_question():
    consultation, question = asked()
    url = reverse("empty_people_here", args=[consultation.slug, question.pk])
    written = signed_in(analyst_of(consultation)).get(url).content.decode("utf-8-sig")
    assert written.split() == ["category,people", "young,", "middle,", "old,", "unsaid,"]


def test_page_takes_as_many_queries_with_three_tables_as_with_one():
    counted = []
    for more in (0, 2):
        consultation, question = asked()
        for asked_about in [
            question,
            *QuestionFactory.create_batch(more, closed=True, consultation=consultation),
        ]:
            rows = [[choice["value"], 10] for choice in asked_about.choices]
            ReferenceTable.objects.create(
                consultation=consultation,
                question=asked_about,
                rows=rows,
                source="x",
                uploaded_by=analyst_of(consultation),
            )
        client = signed_in(analyst_of(consultation))
        client.get(reverse("people_here", args=[consultation.slug]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("people_here", args=[consultation.slug]))
        counted.append(len(captured))
    assert counted[1] - counted[0] == 2  # one for the answers to each table


def printed(run):
    """A published report of a run, whatever the gate asks for besides."""
    return ThemeReportFactory(run=run, bundle=build_bundle(run, 1))


def outlets(consultation, folder):
    slug = consultation.slug
    names = ["report.json", "coverage.csv", "weights.csv", "opinion_themes.csv", "themes.csv"]
    urls = [reverse("report", args=[slug]), f"/api/v1/consultations/{slug}/report"]
    urls += [reverse("report_file", args=[slug, name]) for name in names]
    said = {url: Client().get(url).content.decode() for url in urls}
    call_command("build_report", slug, "--out", str(folder), stdout=io.StringIO())
    return said | {path.name: path.read_text() for path in folder.glob("*.csv")}


def test_answers_of_a_few_people_are_in_no_outlet(tmp_path):
    """The same report with one, and with three of the young: nothing that anybody gets may differ."""
    said = []
    for number in (1, 3):
        run, _theme, question = heard(young=number, middle=20, old=20 - number)
        consultation = run.consultation
        ReferenceTable.objects.update(rows=HERE)
        report = printed(run)
        (found,) = report.bundle["coverage"]
        said.append([found["cells"], found["silent"], found["answered"], report.bundle["weights"]["themes"]])
        for where, words in outlets(consultation, tmp_path / str(number)).items():
            assert "Young" not in words or "under 5" in words or ",under," in words, where
    assert said[0] == said[1]


def test_consultation_without_tables_has_no_coverage_on_its_report():
    run, _theme, _question = heard(middle=20, old=20)
    ReferenceTable.objects.all().delete()
    consultation = printed(run).consultation
    page = Client().get(reverse("report", args=[consultation.slug])).content.decode()
    assert "who is missing" not in page
