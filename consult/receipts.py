"""Receipts: the code that proves what a person sent, without an account and without an address."""

import secrets

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .errors import Invalid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 16  # five bits each: 80 bits
SALT = "consult.receipts"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2011": None, "\u00a0": None})


def new_code():
    """A fresh code; shown once, then only its digest is known."""
    return "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def grouped(code):
    """The code in fours, as it is printed and read out: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise(typed, length=LENGTH):
    """The code a person meant by what they typed; Invalid when it cannot be one."""
    code = str(typed)[:64].strip().upper().translate(READ_AS)
    if len(code) != length or not set(code) <= set(ALPHABET):
        raise Invalid({"code": [_wrong(length)]})
    return code


def _wrong(length):
    if length == LENGTH:
        return str(_("A receipt has 16 letters and figures, in groups of four."))
    return _("A code has %(n)s letters and figures, in groups of four.") % {"n": length}


def digest(code):
    """What is stored of a code: an HMAC under the site's secret key, in hexadecimal (64 characters)."""
    return keyed(SALT, normalise(code))


def keyed(salt, text):
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()


def code_from(seed):
    """The code that belongs to one request, so that its repeat can be shown the same receipt.

    `seed` is a random UUID known to the sender's form alone; the secret key keeps the code unguessable.
    """
    return letters_of(SALT, seed, LENGTH)


def letters_of(salt, seed, length):
    """At most 16 signs of the alphabet that follow from a seed and the secret key."""
    raw = int.from_bytes(salted_hmac(f"{salt}.code", str(seed), algorithm="sha256").digest()[:10], "big")
    return "".join(ALPHABET[(raw >> (5 * place)) & 31] for place in range(length))


_doors: list = []


def door(find):
    """Register a function (digest) -> name of the page of what it found, or "": what receipts open there."""
    _doors.append(find)
    return find


def page_of(typed_digest):
    """The name of the page that this receipt opens on another floor, or ""."""
    return next(filter(None, (find(typed_digest) for find in _doors)), "")
