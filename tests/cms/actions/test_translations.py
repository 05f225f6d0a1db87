"""A translation that comes in later is no change of what was promised."""

import pytest
from wagtail.models import Locale

from consult.models import Consultation, LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.cms import publish, published_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True)


@pytest.fixture
def french(editor):
    page = published_page(by=editor)
    translation = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    translation.title, translation.promise_how_used = "Des rues calmes", "Tout est lu."
    translation.save_revision()
    return publish(translation, by=editor)


def changes_of(page):
    """As the page counts them, and as the consultation does that was not asked for its page."""
    alone = Consultation.objects.get(pk=page.consultation_id).promise_changes
    assert Consultation.objects.with_page_facts().get(pk=page.consultation_id).promise_changes == alone
    return alone


def test_first_translation_changes_no_promise(french):
    entry = LogEntry.objects.filter(chain=french.consultation_id, act="consultation.changed").last()
    assert "translations" in entry.details["fields"]
    assert "promises" not in entry.details["fields"]
    assert changes_of(french) == 0
    assert french.consultation.titles["fr"] == "Des rues calmes"


def test_changing_the_translation_again_changes_the_promise(french, editor):
    french.promise_how_used = "Tout est lu deux fois."
    french.save_revision()
    publish(french, by=editor)
    assert changes_of(french) == 1
