"""Receipts: enough randomness, read as people type them, kept only as a digest."""

import re

import pytest

from consult.errors import Invalid
from consult.receipts import digest, grouped, new_code, normalise

CODE = "0123456789ABCDEF"


def test_new_code_is_sixteen_crockford_characters():
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", new_code())


def test_new_codes_differ():
    assert len({new_code() for _each in range(1000)}) == 1000


def test_grouped_code_stands_in_fours():
    assert grouped(CODE) == "0123-4567-89AB-CDEF"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "0123-4567-89AB-CDEF",
        "  0123 4567 89ab cdef ",
        "o123-4567-89ab-cdef",
        "OI23-4567-89AB-CDEF",
        "Ol23-4567-89AB-CDEF",
        "0123\u20114567\u00a089AB-CDEF",
    ],
)
def test_typed_code_is_read_as_meant(typed):
    assert normalise(typed) == CODE


@pytest.mark.parametrize("typed", ["", "0123", CODE + "0", "U" * 16, "ß" * 16, "\ud800" * 16, "0" * 100_000])
def test_typed_nonsense_is_refused_by_field(typed):
    with pytest.raises(Invalid) as caught:
        normalise(typed)
    assert list(caught.value.fields) == ["code"]


def test_digest_is_the_same_however_the_code_was_typed():
    assert digest("o123 4567 89ab cdef") == digest(CODE)


def test_digest_depends_on_the_secret_key(settings):
    before = digest(CODE)
    settings.SECRET_KEY = "another"
    assert digest(CODE) != before


def test_digest_is_64_hexadecimal_figures():
    assert re.fullmatch(r"[0-9a-f]{64}", digest(CODE))
