"""Tables as CSV that no spreadsheet runs."""

import csv
import io

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(cell):
    """A cell that a spreadsheet shows as it is: text that it would run as a formula gets an apostrophe."""
    if isinstance(cell, str) and cell.lstrip(" \u00a0\ufeff").startswith(DANGEROUS):
        return f"'{cell}"
    return "" if cell is None else cell


def as_csv(header, rows):
    """Bytes of a CSV file with a byte order mark, so that spreadsheets read it as UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")
