"""The report as PDF: tagged, in its language, the numbers of the page, nothing fetched, nothing unsaid."""

import itertools
import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from PIL import ImageFile
from pypdf.generic import NullObject

from consult.enums import ResultsVisibility
from consult.models import Consultation
from proposals.themes.reports.findings import findings
from proposals.themes.reports.pdf import as_pdf
from proposals.themes.views.files import as_page, as_print
from tests.factories.editions import full_edition

from .heard import HEADINGS, Heard
from .printed import Tables

pytestmark = pytest.mark.django_db


@cache
def in_each_language():
    """{language: (the page, the PDF)} of an edition with everything a report can hold."""
    report, made = full_edition(), {}
    Consultation.objects.update(results_visibility=ResultsVisibility.ALWAYS)
    for language in ("en", "fr"):
        with override(language):
            found = findings(report, AnonymousUser())
            made[language] = as_page(found).decode(), as_print(found)
    return made


def written(language):
    return in_each_language()[language]


class Headings(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag.upper() in HEADINGS:
            self.found.append([tag.upper(), ""])
            self.inside = True

    def handle_data(self, data):
        if self.inside:
            self.found[-1][1] += data

    def handle_endtag(self, tag):
        self.inside = self.inside and tag.upper() not in HEADINGS


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pdf_says_its_language_its_title_and_that_it_is_tagged(language):
    page, content = written(language)
    heard = Heard(content)
    title = re.search("<title>(.*?)</title>", page)[1]
    assert heard.catalog["/Lang"] == language
    assert heard.reader.metadata.title == title
    assert heard.catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert heard.catalog["/MarkInfo"]["/Marked"]
    described = heard.catalog["/Metadata"].get_data().decode()
    assert (described.count('pdfuaid:part="1"'), title in described) == (1, True)
    sizes = {
        tuple(round(float(side) / 72 * 25.4) for side in each.mediabox[2:]) for each in heard.reader.pages
    }
    assert sizes == {(210, 297)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_headings_of_the_pdf_are_those_of_the_page_in_its_order_and_skip_no_level(language):
    page, content = written(language)
    headings = Heard(content).headings
    assert headings == [(kind, " ".join(words.split())) for kind, words in Headings(page).found]
    levels = [int(kind[1]) for kind, _words in headings]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_tables_of_the_pdf_are_those_of_the_page_cell_by_cell(language):
    page, content = written(language)
    silent = re.compile('<svg[^>]* aria-hidden="true".*?</svg>', re.S)
    tables = Tables(silent.sub("", page)).tables
    assert Heard(content).tables == tables
    assert len(tables) >= 8


def test_every_header_cell_says_what_it_heads_and_every_other_cell_names_its_headers():
    heard = Heard(written("en")[1])
    for table in heard.top.all("Table"):
        heads = {each.entry["/ID"]: each for each in table.all("TH")}
        assert {each.entry["/A"]["/Scope"] for each in table.all("TH")} == {"/Column", "/Row"}
        for row in next(table.all("TBody")).elements():
            first, *cells = row.elements()
            assert (first.kind, first.entry["/A"]["/Scope"]) == ("TH", "/Row")
            for cell in cells:
                named = [heads[head] for head in cell.entry["/A"]["/Headers"]]
                assert [head.entry["/A"]["/Scope"] for head in named] == ["/Row", "/Column"]
    listed = heard.catalog["/StructTreeRoot"]["/IDTree"]["/Names"]
    ids = [each.entry["/ID"] for each in heard.top.all("TH")]
    assert listed[::2] == sorted(ids)


def test_every_figure_has_words_and_drawings_beside_numbers_are_passed_over():
    page, content = written("en")
    heard = Heard(content)
    drawn = re.findall(r"<title id=[^>]*>(.*?)</title>", page)
    assert [each.entry["/Alt"] for each in heard.top.all("Figure")] == drawn
    assert (len(drawn), page.count("<svg") > 20) == (2, True)


def test_everything_that_is_drawn_is_in_the_tree_or_an_artifact_and_every_link_in_a_link():
    heard = Heard(written("en")[1])
    numbers = heard.catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for at, page in enumerate(heard.reader.pages):
        parts = heard.marked[page.indirect_reference.idnum]
        assert None not in parts
        tagged = [n for n, owner in enumerate(numbers[2 * at + 1]) if not isinstance(owner, NullObject)]
        assert sorted(part for part in parts if part != "artifact") == tagged
        assert parts["artifact"].endswith(f"{at + 1} / {len(heard.pages)}")
        for link in page.get("/Annots", []):
            owner = numbers[numbers.index(link.get_object()["/StructParent"], 2 * len(heard.pages)) + 1]
            assert (owner["/S"], bool(link.get_object()["/Contents"])) == ("/Link", True)


def test_lists_hold_items_and_names_stand_with_their_values():
    page, content = written("en")
    heard = Heard(content)
    for listing in heard.top.all("L"):
        assert {item.kind for item in listing.elements()} == {"LI"}
        first, *others = [tuple(part.kind for part in item.elements()) for item in listing.elements()]
        assert first in (("Lbl", "LBody"), ("LBody",))  # an item may go on over the page
        assert {*others} <= {("Lbl", "LBody")}
    counts = re.search(r'id="sent".*?<dl class="counts">(.*?)</dl>', page, re.S)[1]
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", counts)
    said = [[part.words for part in item.elements()] for item in heard.top.all("LI")]
    assert [[name, value] in said for name, value in pairs] == [True, True]


def test_pdf_ends_with_edition_fingerprint_and_address():
    page, content = written("en")
    last = " ".join(re.findall(r'<p class="sm">([^<]*)</p></div>', page)[-1].split())
    assert list(Heard(content).top.all("P"))[-1].words.replace(" ", "") == last.replace(" ", "")
    assert re.fullmatch(r"Edition 1, fingerprint [0-9a-f]{64}, http.*/report/", last)


def test_pictures_that_are_cut_off_stay_refused_where_pdfs_are_made():
    assert (as_pdf.__module__, ImageFile.LOAD_TRUNCATED_IMAGES) == ("proposals.themes.reports.pdf", False)
