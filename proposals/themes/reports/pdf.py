"""The print page of a report as a tagged PDF (PDF/UA-1), which can be read aloud."""

import hashlib
import logging
import re
from pathlib import Path

from PIL import ImageFile
from weasyprint import HTML, LOGGER
from weasyprint.urls import URLFetcher

from .pdf_tags import complete_tags

VARIANT = "pdf/ua-1"
HERE = Path(__file__).parent
PAPER, DRAWN = ((HERE / name).read_text(encoding="utf-8") for name in ("pdf.css", "pdf_drawings.svg"))
DRAWING = re.compile(r"<svg\b[^>]*>")  # a text cannot hold one: it is written with entities

# It lets every picture of the whole process be cut off, among them those that staff upload.
ImageFile.LOAD_TRUNCATED_IMAGES = False
# It says of every rule for screens that it does not know it.
LOGGER.setLevel(logging.ERROR)


class NothingFetched(URLFetcher):
    """The page carries its own styles, so whatever asks for an address is somebody else's doing."""

    def fetch(self, url, headers=None):
        raise ValueError("A report fetches nothing.")


def as_pdf(page, *, moment, author):
    """Bytes of the file; the same page and moment give the same bytes on the same machine."""
    html = HTML(string=for_paper(page.decode()), url_fetcher=NothingFetched())
    document = html.render(pdf_variant=VARIANT)
    document.metadata.authors = [author]
    document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return document.write_pdf(
        finisher=complete_tags,
        pdf_variant=VARIANT,
        pdf_identifier=hashlib.sha256(page).hexdigest()[:32].encode(),
    )


def for_paper(page):
    """The page with the styles for paper behind its own, in the drawings too, which read no others."""
    page = DRAWING.sub(lambda opened: opened[0] + DRAWN, page)
    return page.replace("</head>", f"<style>{PAPER}</style></head>", 1)
