"""Files that no spreadsheet runs."""

import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser

from consult.tables import as_csv, safe
from proposals.themes.reports.findings import findings
from proposals.themes.reports.tables import themes_csv
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, publish_findings


@pytest.mark.parametrize(
    "cell, written",
    [
        ("=1+1", "'=1+1"),
        ("+44 1234", "'+44 1234"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r\n=1+1", "'\r\n=1+1"),
        ("Buses = late", "Buses = late"),
        (-2, -2),
        (None, ""),
        ("", ""),
    ],
)
def test_safe_cell_is(cell, written):
    assert safe(cell) == written


def test_csv_is_read_back_as_it_was_written():
    rows = [["Königstraße, “quoted”", 3], ['a "b"', None]]
    read = list(csv.reader(io.StringIO(as_csv(["name", "n"], rows).decode("utf-8-sig"))))
    assert read == [["name", "n"], ["Königstraße, “quoted”", "3"], ['a "b"', ""]]


@pytest.mark.django_db
def test_theme_named_like_a_formula_is_text_in_the_csv():
    theme = ThemeFactory(name="=HYPERLINK(1)", definition="@SUM(A1)")
    for _each in range(5):
        ThemeAssignmentFactory(theme=theme)
    theme.submissions = theme.people = 5
    theme.save()
    report = publish_findings(theme.consultation)
    rows = list(csv.reader(io.StringIO(themes_csv(findings(report, AnonymousUser())).decode("utf-8-sig"))))
    assert rows[1][:4] == ["'=HYPERLINK(1)", "'@SUM(A1)", "5", "5"]
