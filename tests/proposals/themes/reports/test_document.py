"""The report as Word file and workbook: headings, table headers, alternative text, the same bytes again."""

import csv
import io
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from proposals.enums import Stance
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme
from proposals.themes.reports.findings import findings
from proposals.themes.tasks import measure_report, print_report
from proposals.themes.views.files import FILES
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings

pytestmark = pytest.mark.django_db


def published(name="Buses", texts=32):
    """A report of one theme large enough for a share."""
    theme = ThemeFactory(name=name, definition="Speaks of buses.")
    for number in range(texts):
        stance = Stance.FOR if number % 2 else Stance.AGAINST
        text = ProposalFactory(consultation_of=theme.consultation, stance=stance)
        ThemeAssignmentFactory(theme=theme, contribution=text, central_rank=number if number < 5 else None)
    recount_themes(Theme.objects.all())
    return publish_findings(theme.consultation)


def test_second_quote_of_a_theme_is_of_the_other_side():
    report = published()
    quotes = findings(report, AnonymousUser()).themes[0].quotes
    assert [quote.stance for quote in quotes][:2] == ["against", "for"]
    assert len({quote.contribution.pk for quote in quotes}) == len(quotes) == 4


def written(report, name):
    write, _media = FILES[name]
    return write(findings(report, AnonymousUser()))


def test_word_file_has_headings_header_rows_alternative_text_and_a_language():
    document = Document(io.BytesIO(written(published(), "report.docx")))
    levels = [p.style.name for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert (levels[0], levels.count("Heading 1") >= 5) == ("Title", True)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert pictures == ["Bars, one for each theme: Buses 100%"]
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"
    assert document.core_properties.language == "en-GB"


def test_word_file_says_what_a_report_must_say():
    report = published()
    document = Document(io.BytesIO(written(report, "report.docx")))
    said = "\n".join(p.text for p in document.paragraphs)
    for words in ("a consultation is not a vote", "Not fact-checked", "People wrote about Buses. (32, most)"):
        assert words in said
    assert report.manifest_hash[:16] in said
    assert re.findall(r"“(The crossing[^”]*)”", said)


def test_word_file_is_in_the_language_of_its_reader():
    report = published()
    with override("fr"):
        document = Document(io.BytesIO(written(report, "report.docx")))
    assert document.core_properties.language == "fr-FR"


def test_workbook_has_a_sheet_for_each_table_and_runs_no_formula():
    book = load_workbook(io.BytesIO(written(published(name="=1+1"), "report.xlsx")))
    assert "Themes" in book.sheetnames
    header, row = list(book["Themes"].iter_rows(values_only=True))
    assert (header[0], row[0], row[2], row[5]) == ("Theme", "'=1+1", 100, 32)
    assert (book["Themes"].freeze_panes, book["Themes"]["A1"].font.bold) == ("A2", True)


@pytest.mark.parametrize(
    "stability, confidence, word",
    [(7600, 0, "firm"), (4100, 0, "loose"), (None, 2100, "fair"), (0, 0, "rare")],
)
def test_how_firmly_a_theme_holds_stands_in_workbook_csv_and_json(stability, confidence, word):
    theme = ThemeFactory(stability=stability, confidence=confidence)
    for _each in range(5):
        ThemeAssignmentFactory(theme=theme)
    Theme.objects.update(submissions=5, people=5)
    report = publish_findings(theme.consultation)
    book = load_workbook(io.BytesIO(written(report, "report.xlsx")))
    header, row = list(book["Themes"].iter_rows(values_only=True))
    table = list(csv.DictReader(io.StringIO(written(report, "themes.csv").decode("utf-8-sig"))))
    said = json.loads(written(report, "report.json"))
    assert dict(zip(header, row, strict=True))["Holds"] == word.capitalize()
    assert ([each["holds"] for each in table], [each["holds"] for each in said["themes"]]) == ([word], [word])


@pytest.mark.parametrize("name", FILES)
def test_file_of_the_report_is_the_same_bytes_again_and_as_large_as_the_page_says(name):
    report = published(texts=3)
    measure_report.call(report.pk)
    print_report.call(report.pk)
    report.refresh_from_db()
    if name in ("groups.csv", "breakdowns.csv", "coverage.csv", "weights.csv"):
        assert name not in report.sizes["en"]  # nothing in it of a report without groups and tables
        return
    answer = Client().get(reverse("report_file", args=[report.consultation.slug, name]))
    assert answer.content == written(report, name)
    assert report.sizes["en"][name] == len(answer.content)
