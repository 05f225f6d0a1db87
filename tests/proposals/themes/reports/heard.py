"""A tagged PDF as a screen reader gets it: its elements in reading order, each with its words."""

import io
import re
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass
class Element:
    kind: str
    entry: dict
    kids: list = field(default_factory=list)  # elements and words

    @property
    def words(self):
        parts = [kid if isinstance(kid, str) else kid.words for kid in self.kids]
        return " ".join(" ".join(parts).split())

    def all(self, *kinds):
        for kid in self.kids:
            if isinstance(kid, Element):
                if kid.kind in kinds:
                    yield kid
                yield from kid.all(*kinds)

    def elements(self):
        return [kid for kid in self.kids if isinstance(kid, Element)]


class Heard:
    """The file, read by its tags alone."""

    def __init__(self, content):
        self.reader = PdfReader(io.BytesIO(content))
        self.catalog = self.reader.trailer["/Root"]
        self.pages = {page.indirect_reference.idnum: page for page in self.reader.pages}
        self.marked = {number: marked_words(page) for number, page in self.pages.items()}
        self.top = self._element(self.catalog["/StructTreeRoot"]["/K"][0])

    def _element(self, reference):
        entry = reference.get_object()
        element = Element(entry["/S"][1:], entry)
        for kid in entry["/K"]:
            if isinstance(kid, int):
                page = entry.raw_get("/Pg").idnum
                element.kids.append(self.marked[page][int(kid)])
            elif isinstance(kid, IndirectObject) and kid.get_object().get("/Type") == "/StructElem":
                element.kids.append(self._element(kid))
        return element

    @property
    def headings(self):
        return [(each.kind, each.words) for each in self.top.all(*HEADINGS)]

    @property
    def tables(self):
        """[[cells of a row]] of each; a table that goes on over the page is one, its head said once."""
        whole = []
        for table in self.top.all("Table"):
            rows = [[cell.words for cell in row.elements()] for row in table.all("TR")]
            goes_on = whole and whole[-1][0] == rows[0]
            whole[-1:] = [whole[-1] + rows[1:]] if goes_on else [*whole[-1:], rows]
        return whole

    @property
    def text(self):
        """Everything that is drawn, whether it is tagged or not."""
        return " ".join(" ".join(page.extract_text() for page in self.reader.pages).split())

    @property
    def everything(self):
        """What is drawn, and what else of the file has words: tags, addresses, bookmarks, properties."""
        numbers = {*self.reader.xref[0], *self.reader.xref_objStm} - {0}
        strings = " ".join(repr(self.reader.get_object(number)) for number in sorted(numbers))
        described = self.catalog["/Metadata"].get_data().decode()
        return " ".join((self.text, self.top.words, strings, described))


def marked_words(page):
    """{number of a marked part: its words}, with "artifact", and None for text drawn outside of all that."""
    alphabets = {name: alphabet(font) for name, font in page["/Resources"]["/Font"].items()}
    found, inside, letters = {}, [], {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            inside.append(operands[1]["/MCID"] if operator == b"BDC" else "artifact")
            found.setdefault(inside[-1], "")
        elif operator == b"EMC":
            inside.pop()
        elif operator == b"Tf":
            letters = alphabets[operands[0]]
        elif operator in (b"TJ", b"Tj"):
            part = inside[-1] if inside else None
            found[part] = found.get(part, "") + "".join(letters[code] for code in codes(operands[0]))
    return found


def codes(shown):
    pieces = shown if isinstance(shown, list) else [shown]
    for piece in pieces:
        if isinstance(piece, (bytes, str)):
            raw = piece.original_bytes
            yield from (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))


def alphabet(font):
    """{code: letters} of a font, as the file says it for those who copy or listen."""
    said = font.get_object()["/ToUnicode"].get_data().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", said)
    return {int(code, 16): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}
