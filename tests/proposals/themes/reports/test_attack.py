"""Every number of all outputs of an edition together gives away nothing that it holds back."""

import io
import json
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from proposals.enums import Channel, ParticipantKind
from proposals.themes.actions.recounts import recount_themes
from proposals.themes.models import Theme, ThemeReport
from proposals.themes.reports.bundle import build_bundle, with_inputs
from proposals.themes.reports.findings import findings
from proposals.themes.views.files import FILES
from tests.factories.coding import code_run
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ParticipantFactory, ProposalFactory
from tests.factories.themes import ThemeAssignmentFactory, ThemeFactory, ThemeRunFactory
from tests.proposals.themes.reports.attacker import Attacker
from tests.proposals.themes.reports.printed import of_csv, of_json, of_page, of_pdf, of_workbook, rows_of

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


def edition(*, secondary=True, coded=True):
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
    if coded:
        code_run(run, size=sum(times for *_rest, times in SENT))
    bundle, inputs = with_inputs(run, build_bundle(run, 1, secondary=secondary))
    report = ThemeReport.objects.create(
        consultation=consultation,
        run=run,
        edition=1,
        bundle=bundle,
        inputs=inputs,
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


def of_inputs(inputs):
    """What the rows of a bundle say of single cells: counted, and as many as were coded."""
    submissions = Counter(theme for theme, _person, copy in inputs["placed"] if not copy)
    for theme, number in submissions.items():
        yield ("theme", theme), number
    for by, key, theme, number in inputs["cells"]:
        if key:
            yield (by, key, theme), number


def coded_in(inputs):
    """{cell: how many of the coded are in it}; all of them were coded."""
    rows = [(("theme", theme), inside) for theme, _n, _mean, inside, _outside in inputs["codings"]]
    rows += [
        ((by, key, theme), inside) for by, key, theme, _n, _mean, inside, _outside in inputs["codings_by"]
    ]
    return {cell: len(inside) for cell, inside in rows}


def said_beside_texts(report):
    """{cell: how many listed texts say that they are in it}: what a reader counts on the themes' pages."""
    found, client = Counter(), Client()
    captions = {f"{key.label.capitalize()}.": key.value for key in Channel}
    for each in report.bundle["themes"]:
        address, number = reverse("report_theme", args=[report.consultation.slug, each["id"]]), 1
        while number:
            page = client.get(address, {"page": number}).content.decode()
            for words in re.findall(r"<figcaption>(.*?)<a ", page, re.S):
                for caption, key in captions.items():
                    found["channel", key, each["id"]] += caption in words
            number = number + 1 if 'rel="next"' in page else 0
    return {cell: n for cell, n in found.items() if n}


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
    workbook = client.get(reverse("report_file", args=[slug, "report.xlsx"])).content
    found["report.xlsx"] = of_workbook(workbook, ids)
    bundle = json.loads(get(reverse("report_file", args=[slug, "bundle.json"])))
    found["bundle.json"] = of_json(bundle)
    found["rows of the bundle"] = of_inputs(bundle["inputs"])
    found["API"] = of_json(json.loads(get(f"/api/v1/consultations/{slug}/report")))
    call_command("build_report", slug, "--out", str(folder), stdout=io.StringIO())
    for path in folder.iterdir():
        text = path.read_text() if path.suffix in (".csv", ".json", ".html") else ""
        if path.suffix == ".csv":
            found[path.name + " on disk"] = of_csv(text, ids)
        elif path.suffix == ".xlsx":
            found[path.name + " on disk"] = of_workbook(path.read_bytes(), ids)
        elif path.name == "report.json":
            found[path.name + " on disk"] = of_json(json.loads(text))
        elif path.suffix == ".pdf":
            found[path.name + " on disk"] = of_pdf(path.read_bytes(), ids)
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
    for by, key, theme, number in report.inputs["cells"]:
        if not key:  # what is held back of a theme, together
            held = [(by, other, theme) for name, other in sizes if name == by]
            attacker.knows(
                dict.fromkeys([cell for cell in held if isinstance(known[cell], str)], 1), number, number
            )
    for cell, number in coded_in(report.inputs).items():
        attacker.knows({cell: 1}, number, number)
    for cell, number in said_beside_texts(report).items():
        if cell in known:
            attacker.knows({cell: 1}, low=number)
    for by in {by for by, _key in sizes}:
        for pk in ids.values():
            attacker.knows_sum(("theme", pk), [(by, key, pk) for other, key in sizes if other == by])
    return attacker


def test_all_outputs_of_an_edition_together_give_away_nothing_held_back(tmp_path):
    report, ids = edition()
    found = outputs(report, ids, tmp_path)
    assert found["report.pdf on disk"] == found["report.html on disk"]
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


def test_channels_kinds_and_rows_behind_them_give_no_small_number_away():
    report, _ids = edition()
    client = Client()
    book = load_workbook(
        io.BytesIO(client.get(reverse("report_file", args=[report.consultation.slug, "report.xlsx"])).content)
    )
    for part, sheet in (("channels", "Ways"), ("respondents", "Respondents")):
        printed = {key: number for key, number, _held in report.bundle[part]}
        assert not [n for n in printed.values() if n is not None and 0 < n < THRESHOLD]
        held = [key for key, number in printed.items() if number is None]
        rows = dict(report.inputs[part])
        assert sum(rows.values()) == sum(times for *_rest, times in SENT)
        assert [key for key in rows if key and rows[key] != printed[key]] == []
        assert set(rows) == {key for key in printed if key not in held} | ({""} if held else set())
        assert len(held) != 1
        assert {n for _name, n in rows_of(book[sheet]) if isinstance(n, int)} == {
            n for n in printed.values() if n is not None
        }


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
