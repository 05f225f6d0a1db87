"""A published page becomes the consultation; drafts, copies and translations stay what they are."""

from datetime import timedelta

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import Locale

from cms.models import ConsultationPage
from consult.clock import now
from consult.enums import ConsultationState, Role
from consult.errors import Refused
from consult.models import Consultation, LogEntry
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, page_phase, page_question, publish, published_page

pytestmark = pytest.mark.django_db


def test_publishing_a_page_makes_the_consultation():
    page = published_page(access_vote="confirmed", disclosure_threshold=10)
    consultation = Consultation.objects.get()
    assert page.consultation == consultation
    assert (consultation.slug, consultation.state) == ("quieter-streets", ConsultationState.PUBLISHED)
    assert (consultation.titles, consultation.access_vote) == ({"en": "Quieter streets"}, "confirmed")
    assert consultation.disclosure_threshold == 10
    assert [p.title for p in consultation.phases_in_order] == ["Discussion"]
    assert [q.key for q in consultation.questions.in_use()] == ["change"]
    assert consultation.house_rules.get().number == 1
    assert list(LogEntry.objects.values_list("act", flat=True)) == ["consultation.published"]


def test_a_draft_touches_no_consultation():
    draft_page()
    assert not Consultation.objects.exists()


def test_who_publishes_first_owns_it():
    editor = UserFactory()
    with LogContext(user=editor):
        page = published_page()
    membership = page.consultation.memberships.get()
    assert (membership.user, membership.role) == (editor, Role.OWNER)
    assert editor.groups.filter(name="Owners").exists()


def test_a_stranger_cannot_publish_changes():
    with LogContext(user=UserFactory()):
        page = published_page()
    page.title = "Taken over"
    page.save_revision()
    with LogContext(user=UserFactory()), pytest.raises(Refused) as refused:
        publish(page)
    assert refused.value.code == "not_owner"
    assert ConsultationPage.objects.get().title == "Quieter streets"
    assert Consultation.objects.get().titles == {"en": "Quieter streets"}


def test_changes_are_logged_by_name_without_words():
    page = published_page()
    page.title, page.promise_how_used = "Quieter streets now", "Read by two analysts."
    page.save_revision()
    publish(page)
    entry = LogEntry.objects.get(act="consultation.changed")
    assert entry.details == {"fields": ["promises", "titles"], "promise": True}
    assert Consultation.objects.get().promise["how_used"] == "Read by two analysts."


def test_publishing_the_same_again_logs_nothing():
    page = published_page()
    page.save_revision()
    publish(page)
    assert LogEntry.objects.filter(act="consultation.changed").count() == 0


def test_what_vanished_is_retired_and_comes_back():
    page = published_page()
    kept, rule = page.questions.get(), page.house_rules.get()
    page.questions.clear()
    page.house_rules.clear()
    page.phases.add(page_phase("Voting", opens=21, closes=30, acts=("vote",)))
    page.save_revision()
    consultation = publish(page).consultation
    assert consultation.questions.get().retired_at is not None
    assert consultation.house_rules.get().retired_at is not None
    assert [p.title for p in consultation.phases.in_use()] == ["Discussion", "Voting"]
    page = ConsultationPage.objects.get()
    page.questions.add(page_question(kept.text, kept.key))
    page.save_revision()
    publish(page)
    assert consultation.questions.get().retired_at is None
    assert str(consultation.house_rules.get().key) == str(rule.translation_key)


def test_a_choice_taken_away_keeps_its_label_for_answers_given():
    page = draft_page()
    page.questions = [page_question(kind="closed", choices="for = For it\nAgainst it")]
    page.save_revision()
    question = publish(page).consultation.questions.get()
    assert question.labelled_choices == [("for", "For it"), ("against-it", "Against it")]
    page = ConsultationPage.objects.get()
    row = page.questions.get()
    row.choices = "for = For it\nunsure = Not sure"
    page.questions = [row]
    page.save_revision()
    publish(page)
    question.refresh_from_db()
    assert question.labelled_choices == [("for", "For it"), ("unsure", "Not sure")]
    assert question.labels["against-it"] == "Against it"


def test_a_phase_moved_into_the_future_is_announced_again():
    page = published_page()
    phase = page.consultation.phases.get()
    phase.announced_open_at = phase.announced_close_at = now()
    phase.save()
    row = page.phases.get()
    row.opens_at, row.closes_at = now() + timedelta(days=1), now() + timedelta(days=9)
    page.phases = [row]
    page.save_revision()
    publish(page)
    phase.refresh_from_db()
    assert (phase.announced_open_at, phase.announced_close_at) == (None, None)


@pytest.mark.parametrize(
    "without, named",
    [
        (["promise_still_open"], "the promise: what is still open"),
        (["promise_when_back"], "the promise: when people hear back"),
        (["decided_by"], "the name of the body that decides"),
        (["answer_due_on"], "the date by which people get an answer"),
    ],
)
def test_an_incomplete_promise_is_refused_by_name(without, named):
    page = draft_page(without=without)
    with pytest.raises(Refused) as refused:
        publish(page)
    assert str(refused.value) == f"This cannot be published yet. Missing: {named}."
    assert not ConsultationPage.objects.get().live
    assert not Consultation.objects.exists()


def test_opening_needs_a_phase_in_which_people_act():
    with pytest.raises(Refused, match="a phase in which people can do something"):
        publish(draft_page(phases=[page_phase(acts=())]))


def test_unpublishing_closes_nothing():
    page = published_page()
    page.unpublish()
    consultation = Consultation.objects.get()
    assert consultation.state == ConsultationState.PUBLISHED
    assert consultation.phase_allowing("vote") is not None


def test_the_address_stays_after_opening():
    page = published_page()
    page.slug = "other-streets"
    page.save_revision()
    with pytest.raises(Refused) as refused:
        publish(page)
    assert refused.value.code == "slug_fixed"


def test_a_copy_is_a_consultation_of_its_own():
    page = published_page()
    copy = page.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=False)
    assert (copy.consultation_id, copy.live) == (None, False)
    copied = publish(copy)
    assert copied.consultation != page.consultation
    assert {str(p.key) for p in copied.consultation.phases.all()}.isdisjoint(
        str(p.key) for p in page.consultation.phases.all()
    )


def french(page):
    return page.copy_for_translation(Locale.objects.get(language_code="fr"))


def test_a_copy_for_translation_waits_until_it_is_published():
    page = published_page()
    translation = french(page)
    assert (translation.consultation_id, translation.live) == (None, False)
    assert Consultation.objects.get().titles == {"en": "Quieter streets"}


def test_a_published_translation_adds_its_words_to_the_same_consultation():
    page = published_page()
    translation = french(page)
    translation.title, translation.promise_how_used = "Des rues calmes", "Tout est lu."
    row = translation.phases.get()
    row.title = "Débat"
    translation.phases = [row]
    translation.save_revision()
    translated = publish(translation)
    consultation = Consultation.objects.get()
    assert translated.consultation == consultation
    assert consultation.titles == {"en": "Quieter streets", "fr": "Des rues calmes"}
    assert consultation.promises["fr"]["how_used"] == "Tout est lu."
    assert consultation.phases.get().titles == {"en": "Discussion", "fr": "Débat"}


def test_facts_come_from_the_source_page_alone():
    page = published_page()
    translation = french(page)
    translation.access_vote = "nobody"
    translation.save_revision()
    publish(translation)
    assert Consultation.objects.get().access_vote == "guest"


def test_empty_translations_fall_back_to_the_source():
    page = published_page()
    translation = french(page)
    translation.summary = translation.promise_how_used = ""
    translation.save_revision()
    consultation = publish(translation).consultation
    assert consultation.summaries == {"en": "Help decide which, when and how."}
    assert consultation.promises["fr"]["how_used"] == consultation.promises["en"]["how_used"]


def test_a_translation_waits_for_its_source():
    translation = french(draft_page())
    with pytest.raises(Refused) as refused:
        publish(translation)
    assert refused.value.code == "publish_source_first"


def test_an_older_object_does_not_cut_the_link():
    stale = draft_page()
    publish(stale)
    stale.title = "Later"
    stale.save_revision()
    assert publish(stale).consultation == Consultation.objects.get()
    stale.save()
    assert ConsultationPage.objects.get().consultation == Consultation.objects.get()


def test_a_page_scheduled_for_later_opens_nothing():
    page = draft_page(go_live_at=now() + timedelta(days=1))
    publish(page)
    assert not Consultation.objects.exists()
