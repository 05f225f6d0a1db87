"""Personal details in typed text: addresses, telephone numbers, postcodes, account numbers, names.

What is found only tells a person where to look: a town's own postcode is found like a private one.
"""

import re

MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Nine to fifteen figures, apart by single spaces, dots, hyphens, slashes or brackets, as numbers are written.
PHONE = re.compile(r"(?<![\w/.-])\+?\(?\d(?:[ ./()-]{0,2}\d){8,14}(?![\w-])")
DATE_OR_SUM = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|^\d{1,3}(?:[ .,]\d{3})+$")
POSTCODES = [
    re.compile(r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]? ?\d[ABD-HJLNP-UW-Z]{2})\b"),  # UK
    re.compile(r"\b\d{4} ?[A-Z]{2}\b(?! ?\d)"),  # Netherlands
    re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b"),  # Canada
    re.compile(r"\b(?:D|F|A|CH|I|E|PL|B|L)-\d{4,5}\b"),  # with the sign of the country
    # A house's number, a street before or after it, a comma, five figures, a town: much of Europe.
    re.compile(r"\b\d{1,4}[a-z]?(?: [^\d\n,]{1,40})?, ?\d{5} [A-ZÀ-Þ][\w'-]{2,}"),
]
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
# Somebody introduces or signs themselves, or names a person by a title; English and French.
NAME = r"((?:[A-ZÀ-Þ][\w'’-]+ ?){1,3})"
NAMED = [
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Cllr|Mme|Mlle|Madame|Monsieur|M)\.? +{NAME}"),
    re.compile(rf"\b(?:[Mm]y name is|I am called|[Jj]e m'appelle|[Mm]on nom est) +{NAME}"),
    re.compile(rf"(?:[Ss]igned|[Ss]igné|[Rr]egards|[Ss]incerely|[Cc]ordialement),?\s+{NAME}\.?\s*$"),
]


def contact_details(text):
    """[(start, end)] of addresses, telephone numbers, postcodes and account numbers."""
    spans = [match.span() for match in MAIL.finditer(text)]
    spans += [match.span() for match in IBAN.finditer(text)]
    spans += [match.span() for match in PHONE.finditer(text) if _is_number_to_call(match[0])]
    for pattern in POSTCODES:
        spans += [match.span() for match in pattern.finditer(text)]
    return _apart(spans)


def _is_number_to_call(written):
    figures = sum(letter.isdigit() for letter in written)
    starts = written.lstrip("(").startswith(("+", "0"))
    return starts and 9 <= figures <= 15 and not DATE_OR_SUM.match(written)


def _apart(spans):
    """Those that do not lie in one counted before, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def personal_details(text, names=()):
    """[(start, end, "contact" | "name")] in order, apart from one another; `names` are known people's."""
    found = [(start, end, "contact") for start, end in contact_details(text)]
    found += [(*match.span(1), "name") for pattern in NAMED for match in pattern.finditer(text)]
    for name in names:
        found += [(*m.span(), "name") for m in re.finditer(rf"\b{re.escape(name)}\b", text)]
    return _first_of_each(_trimmed(text, found))


def _trimmed(text, found):
    for start, end, kind in found:
        yield start, start + len(text[start:end].rstrip()), kind


def _first_of_each(found):
    """Those that do not lie in one taken before; the longer of two that begin together."""
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, kind))
    return kept
