"""Figures on pages are rounded: what is cut off would make each of them too small."""

from decimal import Decimal

import pytest
from django.utils import translation

from consult.templatetags.design import one_decimal
from proposals.themes.templatetags.agreement import coefficient
from proposals.themes.templatetags.bench import confidence


@pytest.mark.parametrize(
    "number, printed",
    [
        (Decimal("34.29"), "34.3"),
        (Decimal("34.25"), "34.3"),
        (Decimal("34.24"), "34.2"),
        (Decimal("99.96"), "100.0"),
        (34.28571, "34.3"),
        (20, "20.0"),
        (None, ""),
        ("", ""),
    ],
)
def test_percentage_is_rounded_to_one_decimal(number, printed):
    assert one_decimal(number) == printed


@pytest.mark.parametrize("whole, printed", [(6666, "0.67"), (6649, "0.66"), (9999, "1.00"), (-512, "-0.05")])
def test_coefficient_and_confidence_are_rounded_to_two_decimals(whole, printed):
    assert (coefficient(whole), confidence(whole)) == (printed, printed)


def test_rounded_figures_have_the_sign_of_the_language():
    with translation.override("fr"):
        assert (one_decimal(Decimal("34.29")), coefficient(6666)) == ("34,3", "0,67")
