"""Every number of all outputs of an edition together gives away nothing that it holds back."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from proposals.enums import Channel, ParticipantKind
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme, ThemeReport
from proposals.themes.reports.bundle import build_bundle
from proposals.themes.reports.findings import findings
from proposals.themes.views.files import FILES
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, ThemeRunFactory
from tests.proposals.themes.reports.attacker import Attacker

pytestmark = pytest.mark.django_db

THRESHOLD = 3
# Submissions by theme, channel and respondent: (themes, channel, kind, how many).
SENT = [
    ("A", Channel.ONLINE, ParticipantKind.INDIVIDUAL, 9),
    ("A", Channel.PAPER, ParticipantKind.INDIVIDUAL, 1),
    ("A", Channel.EMAIL, ParticipantKind.ORGANISATION, 4),
    ("AB", Channel.ONLINE, ParticipantKind.INDIVIDUAL, 3),
    ("B", Channel.PAPER, ParticipantKind.ORGANISATION, 4),
    ("B", Channel.EMAIL, ParticipantKind.INDIVIDUAL, 2),
    ("C", Channel.ONLINE, ParticipantKind.INDIVIDUAL, 2),
    ("", Channel.ONLINE, ParticipantKind.INDIVIDUAL, 6),
    ("", Channel.PAPER, ParticipantKind.INDIVIDUAL, 4),
    ("", Channel.EMAIL, ParticipantKind.ORGANISATION, 4),
]


def edition(*, secondary=True):
    """A published edition of those submissions, and what is true: {cell: number}."""
    consultation = ConsultationFactory(disclosure_threshold=THRESHOLD)
    run = ThemeRunFactory(consultation=consultation)
    codebook = ThemeFactory(codebook__run=run, name="A").codebook
    for name in "BC":
        ThemeFactory(codebook=codebook, name=name)
    ThemeFactory(codebook=codebook, name="none", state="dismissed")
    themes = {theme.name: theme for theme in Theme.objects.all()}
    for number, (names, channel, kind, times) in enumerate(SENT):
        for n in range(times):
            stance = "for" if (n + number) % 3 else "against"
            author = ParticipantFactory(consultation=consultation, kind=kind)
            text = ProposalFactory(author=author, submission__channel=channel, stance=stance)
            for name in names or ["none"]:
                ThemeAssignmentFactory(theme=themes[name], contribution=text, sure=bool(names))
    recount_themes(Theme.objects.all())
    bundle = build_bundle(run, 1, secondary=secondary)
    report = ThemeReport.objects.create(
        consultation=consultation,
        run=run,
        edition=1,
        bundle=bundle,
        manifest_hash="0" * 64,
        state="published",
        published_at=run.finished_at,
    )
    return report, {names: themes[names].pk for names in "ABC"}


def truth(ids):
    found = {}
    for name, pk in ids.items():
        mine = [row for row in SENT if name in row[0]]
        found["theme", pk] = sum(row[3] for row in mine)
        for place, by in ((1, "channel"), (2, "type")):
            for key in {row[place].value for row in SENT}:
                found[by, key, pk] = sum(row[3] for row in mine if row[place].value == key)
    return found


class Tables(HTMLParser):
    """The tables of a page: [[cells of a row]]."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append(" ".join(" ".join(self.cell).split()))
            self.cell = None


def said(words):
    """A printed cell: a number, "under" or "hidden"; None where it says neither."""
    words = str(words)
    for held in ("under", "hidden"):
        if words.startswith(held):
            return held
    number = re.match(r"[\d,]+$", words.split(" ")[0]) if words else None
    return int(words.split(" ")[0].replace(",", "")) if number else None


def of_json(document):
    for theme in document["themes"]:
        yield ("theme", theme["id"]), theme["held_back"] or theme["submissions"]
    for table in document["breakdowns"]:
        for pk, cells in table["themes"]:
            for (key, *_size), (number, held, *_figures) in zip(table["columns"], cells, strict=True):
                yield (table["by"], key, pk), held or number


def of_csv(text, ids):
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    for row in rows:
        if "by" in row:
            yield (row["by"], row["part"], ids[row["theme"]]), said(row["held_back"] or row["submissions"])
        elif "campaign_copies" in row:
            held = row["held_back"] if row["held_back"] in ("under", "hidden") else ""
            yield ("theme", ids[row["theme"]]), said(held or row["submissions"])


COLUMNS = {"Individuals": "individual", "Organisations": "organisation"} | {
    Channel(key).label.capitalize(): key for key in ("online", "paper", "email")
}


def of_page(page, ids):
    for head, *rows in Tables(page).tables:
        if head[0] != "Theme":
            continue
        for name, *cells in rows:
            if name not in ids:
                continue
            if head[1] == "Share":
                yield ("theme", ids[name]), said(cells[1])
                continue
            keys = [COLUMNS.get(column.split(" of ")[0]) for column in head[1:]]
            if not any(keys):
                continue  # a table of something else, in which a cell may span columns
            for key, cell in zip(keys, cells, strict=True):
                if key:
                    by = "type" if key in ("individual", "organisation") else "channel"
                    yield (by, key, ids[name]), said(cell)


def outputs(report, ids, folder):
    """{output: {cell: what it says}} over pages, files, API and the files that the command writes."""
    slug, client = report.consultation.slug, Client()

    def get(address):
        return client.get(address).content.decode()

    found = {"page": of_page(get(reverse("report", args=[slug])), ids)}
    for name in (name for name in FILES if name.endswith(".csv")):
        address = reverse("report_file", args=[slug, name])
        found[name] = of_csv(get(address), ids)
    found["report.json"] = of_json(json.loads(get(reverse("report_file", args=[slug, "report.json"]))))
    found["API"] = of_json(json.loads(get(f"/api/v1/consultations/{slug}/report")))
    call_command("build_report", slug, "--out", str(folder), stdout=io.StringIO())
    for path in folder.iterdir():
        text = path.read_text() if path.suffix in (".csv", ".json", ".html") else ""
        if path.suffix == ".csv":
            found[path.name + " on disk"] = of_csv(text, ids)
        elif path.name == "report.json":
            found[path.name + " on disk"] = of_json(json.loads(text))
        elif path.suffix == ".html":
            found[path.name + " on disk"] = of_page(text, ids)
    return {name: dict(cells) for name, cells in found.items()}


def together(found):
    """What all outputs say of each cell: a number that one prints is known, whatever the others say."""
    known: dict = {}
    for cells in found.values():
        for cell, words in cells.items():
            if words is not None and not (isinstance(known.get(cell), int)):
                known[cell] = words
    return known


def attacker_of(report, known, ids):
    sizes = {
        (table["by"], key): n for table in report.bundle["breakdowns"] for key, n, _coded in table["columns"]
    }
    in_themes = dict(report.bundle["ledger"])["in_themes"]
    most = {cell: in_themes if cell[0] == "theme" else sizes[cell[:2]] for cell in known}
    attacker = Attacker(known, most, THRESHOLD)
    attacker.knows_sum(in_themes, [("theme", pk) for pk in ids.values()], overlap=True)
    for by in {by for by, _key in sizes}:
        for pk in ids.values():
            attacker.knows_sum(("theme", pk), [(by, key, pk) for other, key in sizes if other == by])
    return attacker


def test_all_outputs_of_an_edition_together_give_away_nothing_held_back(tmp_path):
    report, ids = edition()
    found = outputs(report, ids, tmp_path)
    known = together(found)
    assert {by for by, *_rest in known} == {"theme", "channel", "type"}
    assert ("channel", "paper", ids["A"]) in known
    attacker = attacker_of(report, known, ids)
    assert len(attacker.held) >= 4
    assert attacker.recovered() == {}
    true = truth(ids)
    assert all(true[cell] == n for cell, n in known.items() if isinstance(n, int))
    assert not any(0 < n < THRESHOLD for n in known.values() if isinstance(n, int))
    for name, cells in found.items():
        assert {
            cell: words for cell, words in cells.items() if words is not None and words != known[cell]
        } == {}, name


def test_twin_without_the_second_step_gives_cells_away(tmp_path):
    report, ids = edition(secondary=False)
    known = together(outputs(report, ids, tmp_path))
    recovered = attacker_of(report, known, ids).recovered()
    true = truth(ids)
    assert recovered
    assert {cell: true[cell] for cell in recovered} == recovered
    assert all(0 < n < THRESHOLD for n in recovered.values())


def test_what_stands_beside_quotes_and_listed_texts_cannot_be_counted():
    report, ids = edition()
    slug, client = report.consultation.slug, Client()
    for each in report.bundle["themes"]:
        page = client.get(reverse("report_theme", args=[slug, each["id"]])).content.decode()
        assert (page.count("<figure") == 0) == bool(each["held_back"])
        assert ("For." in page or "Against." in page) == bool(each["stance"])
        table = next(table for table in report.bundle["breakdowns"] if table["by"] == "channel")
        cells = next(cells for pk, cells in table["themes"] if pk == each["id"])
        for (key, *_n), (_number, held, *_figures) in zip(table["columns"], cells, strict=True):
            if held or each["held_back"]:
                assert f"<figcaption>{Channel(key).label.capitalize()}." not in page
    held = next(each["id"] for each in report.bundle["themes"] if each["held_back"])
    answer = client.get(f"/api/v1/consultations/{slug}/themes/{held}/texts")
    assert answer.status_code == 403
    found = findings(report, client.get("/").wsgi_request.user)
    for each in found.themes:
        assert each.frozen["stance"] or not any(quote.stance for quote in each.quotes)
    assert sorted(ids.values()) == sorted(each["id"] for each in report.bundle["themes"])
