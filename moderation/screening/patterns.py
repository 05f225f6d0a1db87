"""Fixed patterns: links, contact and personal details, shouting. No Django, no database.

They are meant to be explained in a sentence each, so they know nothing of meaning: a town's own postcode is
found like a private one. What is found only tells a person where to look.
"""

import re

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
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
LEAST_LETTERS, MOSTLY = 24, 0.7
LINK_MARK, MAIL_MARK, PHONE_MARK, PLACE_MARK = " zzlink ", " zzmail ", " zzphone ", " zzplace "


def noticed(text):
    """{"links": n, "contact": n, "shouting": 1} of what was found; empty when nothing was."""
    without_links = LINK.sub(" ", text)
    found = {
        "links": len(LINK.findall(text)),
        "contact": len(contact_details(without_links)),
        "shouting": int(is_shouting(without_links)),
    }
    return {ground: count for ground, count in found.items() if count}


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


def is_shouting(text):
    """Mostly capitals, in a script that has them, over more than a few words."""
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    if len(cased) < LEAST_LETTERS:
        return False
    return sum(letter.isupper() for letter in cased) > MOSTLY * len(cased)


def masked(text):
    """The text with links and personal details replaced by marks, for the model's words."""
    text = LINK.sub(LINK_MARK, text)
    text = MAIL.sub(MAIL_MARK, IBAN.sub(PLACE_MARK, text))
    text = PHONE.sub(PHONE_MARK, text)
    for pattern in POSTCODES:
        text = pattern.sub(PLACE_MARK, text)
    return text
