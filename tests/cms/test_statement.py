"""The accessibility statement: what is known of the software, and what the body adds."""

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.models import Site

from cms.models import AccessibilityNotes
from cms.statement import CHECKED, CHECKED_ON, KNOWN_ISSUES, NOT_TRIED
from consult.clock import now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "language"), [("/accessibility/", "en"), ("/fr/accessibility/", "fr")])
def test_statement_says_what_is_known_of_the_software_in_the_language_of_the_page(path, language):
    page = Client().get(path).content.decode()
    with override(language):
        said = [str(each).replace("'", "&#x27;") for each in (*CHECKED, *KNOWN_ISSUES, *NOT_TRIED)]
    assert [each for each in said if each not in page] == []
    assert f'datetime="{CHECKED_ON.isoformat()}"' in page


def test_statement_adds_what_the_body_checked_itself():
    AccessibilityNotes.objects.create(
        site=Site.objects.get(is_default_site=True),
        checked_on=date(2026, 3, 1),
        checked_by="Ring of Blind Readers",
        known_issues="The plan of Mill Road has no description.\n\n",
        answered_by="Access desk, 01632 960000",
        answer_days=1,
    )
    page = Client().get("/accessibility/").content.decode()
    assert "<li>The plan of Mill Road has no description.</li>" in page
    assert "(Ring of Blind Readers)" in page
    assert "Access desk, 01632 960000, within 1 working day." in page


def test_other_pages_carry_no_statement():
    assert 'id="statement-known"' not in Client().get("/privacy/").content.decode()


def test_software_was_not_looked_over_in_the_future():
    assert now().date() >= CHECKED_ON
