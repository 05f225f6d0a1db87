"""What editors scheduled goes out on time; one refused page stops no other."""

from datetime import timedelta

import pytest
from wagtail.models import Page, Revision

from cms.actions.scheduled import publish_due
from cms.models import ConsultationPage
from consult.actions.notices import send_due_notices
from consult.clock import now
from consult.models import Consultation, Notice
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, published_page

pytestmark = pytest.mark.django_db


def scheduled(slug, *, user=None, minutes=10, without=()):
    page = draft_page(slug.capitalize(), slug, without=without)
    page.go_live_at = now() + timedelta(minutes=minutes)
    page.save_revision(user=user).publish()
    return page


def test_a_page_goes_live_when_its_time_has_come(time_machine):
    scheduled("later")
    assert (publish_due(), Consultation.objects.count()) == (0, 0)
    time_machine.move_to(now() + timedelta(minutes=11))
    assert (publish_due(), publish_due()) == (1, 0)
    assert ConsultationPage.objects.get().live
    assert Consultation.objects.get().slug == "later"


def test_our_clock_decides_not_the_machines(settings):
    scheduled("later")
    settings.CONSULT_CLOCK_OFFSET = 660
    assert (publish_due(), ConsultationPage.objects.get().live) == (1, True)


def test_an_incomplete_page_stops_no_other_and_its_editor_is_told(time_machine, mailoutbox):
    editor = UserFactory()
    scheduled("first", user=editor, minutes=5, without=["promise_how_used"])
    scheduled("second", minutes=6)
    time_machine.move_to(now() + timedelta(days=3))
    assert publish_due() == 1
    assert list(Consultation.objects.values_list("slug", flat=True)) == ["second"]
    assert not ConsultationPage.objects.get(slug="first").live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    notice = Notice.objects.get()
    assert (notice.kind, notice.user) == ("page.publish_refused", editor)
    send_due_notices()
    assert "Not published: “First”" in mailoutbox[-1].subject
    assert "how you use what people say" in mailoutbox[-1].body
    assert (publish_due(), Notice.objects.count()) == (0, 1)


def test_an_expired_page_goes_away_and_its_consultation_stays(time_machine):
    page = published_page(expire_at=now() + timedelta(minutes=5))
    time_machine.move_to(now() + timedelta(minutes=6))
    assert publish_due() == 1
    assert Page.objects.get(pk=page.pk).live is False
    assert Consultation.objects.published().count() == 1
