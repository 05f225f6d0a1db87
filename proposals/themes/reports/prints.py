"""Reports as PDF: an extra of the installation, so that nothing here may rest on it."""

import hashlib
from functools import cache


@cache
def pdf_maker():
    """What makes a PDF of a page; None where the packages of the extra or the system's Pango are missing."""
    try:
        from .pdf import as_pdf
    except (ImportError, OSError):
        return None
    return as_pdf


def digest_of(page):
    """What a print is recognised by: the page it was made of."""
    return hashlib.sha256(page).hexdigest()
