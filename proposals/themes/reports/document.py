"""The report as a Word file: real headings, table headers that repeat, alternative text, a language."""

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .drawing import themes_drawn

# The moment in the file's properties: the same report gives the same bytes.
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}


def as_document(context):
    """Bytes of the file, from what the page of the report prints."""
    document = Document()
    _prepare(document, context)
    for part in (_head, _summary, _ledger, _themes, _words, _few, _groups, _method, _corrections):
        part(document, context)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _prepare(document, context):
    """Page, type and language of the whole file, and its properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    language = LANGUAGES.get(get_language() or "en", get_language())
    fonts = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    fonts.append(tag)
    document.styles["Normal"].font.size = Pt(11)
    report, properties = context["report"], document.core_properties
    properties.title = _("What people told us: %(title)s") % {"title": context["consultation"].title}
    properties.language, properties.author = language, context["consultation"].body.name
    properties.created = properties.modified = (report.published_at or report.frozen_at).replace(tzinfo=None)
    properties.last_modified_by, properties.comments = "", report.manifest_hash


def _table(document, header, rows, caption):
    """A table whose first row is marked as its header and repeats on each page."""
    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    _describe(table, caption)
    for cell, words in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(str(words)).bold = True
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if words is None else str(words)


def _describe(table, caption):
    """Alternative text of a table."""
    for name in ("w:tblCaption", "w:tblDescription"):
        tag = OxmlElement(name)
        tag.set(qn("w:val"), caption)
        table._tbl.tblPr.append(tag)


def _head(document, context):
    report, bundle = context["report"], context["bundle"]
    document.add_heading(document.core_properties.title, level=0)
    state = (
        _("Edition %(edition)s, fingerprint %(hash)s.")
        if report.edition
        else _("Draft, fingerprint %(hash)s.")
    )
    document.add_paragraph(state % {"edition": report.edition, "hash": report.manifest_hash[:16]})
    document.add_paragraph(_("%(received)d contributions were received, from %(people)d people.") % bundle)
    for tenths, theme in context["lede"]:
        words = _("%(share)s wrote about “%(theme)s”.") % {"share": tenths, "theme": theme.name}
        document.add_paragraph(words[:1].upper() + words[1:])


def _summary(document, context):
    if context["summary"]:
        document.add_heading(_("In short"), level=1)
        for row in context["summary"]:
            number = row["number"] if row["number"] is not None else _("a few people")
            word = f", {row['word']}" if row["word"] else ""
            document.add_paragraph(f"{row['sentence']} ({number}{word})", style="List Bullet")


def _ledger(document, context):
    document.add_heading(_("Where everything went"), level=1)
    rows = [(name, number) for number, name, _url in context["parts"]]
    rows.append((_("received"), context["bundle"]["received"]))
    _table(document, (_("Place"), _("Contributions")), rows, _("Where each contribution went"))
    for number, words, reason in context["left_open"]:
        document.add_paragraph(
            _("Left open at the freeze: %(n)d %(what)s. %(why)s")
            % {"n": number, "what": words, "why": reason}
        )
    if context["withheld"]:
        document.add_heading(_("Why texts were withheld"), level=2)
        _table(document, (_("Reason"), _("Contributions")), context["withheld"], _("Why texts were withheld"))
    document.add_heading(_("How people sent it"), level=2)
    _table(document, (_("Way"), _("Contributions")), context["channels"], _("How people sent it"))
    if context["respondents"]:
        document.add_heading(_("Who sent it"), level=2)
        _table(document, (_("Kind"), _("People")), context["respondents"], _("Who sent it"))


def _themes(document, context):
    document.add_heading(_("Themes by size"), level=1)
    rows = context["rows"]
    if drawn := themes_drawn(rows):
        picture, words = drawn
        document.add_picture(io.BytesIO(picture), width=Cm(16))
        properties = document.inline_shapes[-1]._inline.docPr
        properties.set("descr", words)
        properties.set("title", _("Themes by size"))
    header = (
        _("Theme"),
        _("Share"),
        _("Interval of 95 per cent"),
        _("Number"),
        _("For"),
        _("Against"),
        _("Neither"),
    )
    _table(document, header, [_theme_row(row, context) for row in rows], _("Themes by size"))


def _theme_row(row, context):
    share = f"{row['share']}%" if row["share"] is not None else _("not shown")
    known = row["low"] is not None and row["high"] is not None
    interval = f"{row['low']} – {row['high']}" if known else _("not estimated")
    small = _("under %(n)d") % {"n": context["bundle"]["threshold"]}
    number = small if row["number"] is None else row["number"]
    return (row["name"], share, interval, number, row["agree"], row["disagree"], row["neither"])


def _words(document, context):
    document.add_heading(_("In people's words"), level=1)
    for finding in context["found"].themes:
        if finding.quotes:
            document.add_heading(finding.theme.name, level=2)
            for quote in finding.quotes:
                _quote(document, quote)


def _quote(document, quote):
    stance = f"{quote.contribution.get_stance_display()}. " if quote.stance else ""
    document.add_paragraph(f"“{quote.text}”", style="Quote")
    number = _("No. %(n)d") % {"n": quote.contribution.pk}
    document.add_paragraph(f"{stance}{quote.source}. {number}")


def _few(document, context):
    if context["minority"]:
        document.add_heading(_("Views of few"), level=1)
        for view in context["minority"]:
            document.add_heading(view.name, level=2)
            document.add_paragraph(view.why)
            if view.quote:
                _quote(document, view.quote)


def _groups(document, context):
    if context["statements"]:
        document.add_heading(_("Where opinion groups agree"), level=1)
        header = (_("Proposal"), *[name for name, _people in context["groups"]])
        rows = [(row["name"], *[f"{share}%" for share in row["shares"]]) for row in context["statements"]]
        _table(document, header, rows, _("Where opinion groups agree"))


def _method(document, context):
    document.add_heading(_("Method and limits"), level=1)
    for words in (_("Not representative: a consultation is not a vote."), _("Not fact-checked.")):
        document.add_paragraph(words)
    frame, run = context["frame"], context["bundle"]["run"]
    if frame:
        document.add_paragraph(frame["limits"])
        header = (_("Word"), _("From, per cent"), _("Below, per cent"))
        _table(document, header, context["scale"], _("What few, some, many and most mean here"))
        document.add_paragraph(_("Whom to ask: %(who)s") % {"who": frame["contact"]})
        for name, office, since, why in context["early"]:
            document.add_paragraph(f"{name}, {office}, {since.isoformat()}: {why}", style="List Bullet")
    document.add_paragraph(
        _("It suggested themes and sorted text. It wrote no sentence in this report.")
        + " "
        + _("Run %(number)s, seed %(seed)s.") % {"number": run["number"], "seed": run["seed"]}
    )


def _corrections(document, context):
    document.add_heading(_("Corrections"), level=1)
    said = [*context["changes"], *([context["report"].corrections] if context["report"].corrections else [])]
    for words in said or [_("None so far.")]:
        document.add_paragraph(words)
