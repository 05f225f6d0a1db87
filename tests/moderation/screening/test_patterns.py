"""What fixed patterns find, and what they leave alone."""

import pytest

from moderation.screening.patterns import contact_details, masked, noticed

CONTACT = [
    "Write to anna.b+park@post.example.org today",
    "Ring 01632 960553 after six",
    "Call +44 (0)20 7946 0018",
    "Tel. +49 30 901820",
    "06 12 34 56 78 est son numéro",
    "She lives at SW1A 1AA",
    "Hij woont 1012 AB in de straat",
    "12 rue Haute, 67000 Strasbourg",
    "IBAN DE89 3704 0044 0532 0130 00",
    "K1A 0B1 is the place",
]
CLEAN = [
    "The plan of 12.03.2026 costs 1 200 000 pounds.",
    "In 2019, 2020 and 2021 there were 1,234 crashes.",
    "Between 08:00 and 18:00 on weekdays, route 4 and 17.",
    "Section 127(1) and 3.14159265358979 are numbers.",
    "See page 100 200 300 of the report.",
    "",
    "Ce projet de 10 000 000 euros est trop cher.",
]


@pytest.mark.parametrize("text", CONTACT)
def test_contact_details_are_found(text):
    assert noticed(text) == {"contact": 1}
    assert contact_details(masked(text)) == []


@pytest.mark.parametrize("text", CLEAN)
def test_dates_sums_and_times_are_left_alone(text):
    assert noticed(text) == {}


def test_links_are_counted_and_an_address_in_a_link_is_no_contact():
    assert noticed("See https://a.example/x and www.b.example, please") == {"links": 2}
    assert noticed("https://example.org/?to=anna@example.org") == {"links": 1}


@pytest.mark.parametrize(
    ("text", "shouts"),
    [
        ("THIS IS AN OUTRAGE AND EVERYBODY KNOWS IT", True),
        ("ЭТО НЕДОПУСТИМО И ВСЕ ОБ ЭТОМ ЗНАЮТ", True),
        ("OK, NO", False),
        ("The NHS and the BBC and the RSPB agree with us", False),
        ("هذا غير مقبول على الإطلاق والجميع يعرف ذلك", False),
        ("道路の拡幅には反対です。" * 4, False),
    ],
)
def test_shouting_needs_a_script_with_capitals_and_more_than_a_few_words(text, shouts):
    assert ("shouting" in noticed(text)) is shouts


def test_hostile_text_of_full_length_is_read_to_the_end():
    for hostile in ("1 " * 8000, "a@" * 8000, "+1-" * 5000, "A" * 16000, "1.1." * 4000, "12 34567 " * 1800):
        noticed(hostile)
        masked(hostile)
