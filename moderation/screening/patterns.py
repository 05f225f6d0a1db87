"""Fixed patterns: links, contact and personal details, shouting. No Django, no database.

They are meant to be explained in a sentence each, so they know nothing of meaning: a town's own postcode is
found like a private one. What is found only tells a person where to look.
"""

import re

from consult.personal import IBAN, MAIL, PHONE, POSTCODES, contact_details

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
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
