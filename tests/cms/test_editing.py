"""An editor's work in Wagtail, by the forms an editor has."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.models import ConsultationPage, PagePhase
from consult.actions.ownership import follow_ownership
from consult.clock import now
from consult.enums import PhaseKind, Role
from consult.models import Consultation
from tests.factories.accounts import UserFactory
from tests.factories.cms import draft_page, list_page, page_phase, publish, published_page
from tests.factories.consult import PROMISE, ConsultationFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """An owner, who is no administrator, signed in."""
    user = MembershipFactory(role=Role.OWNER).user
    follow_ownership(user=user)
    client.force_login(user)
    return user


def form(*, without=(), act="action-publish", phases=None, **fields):
    data = {
        "title": "Quieter streets",
        "slug": "quieter-streets",
        "summary": "Help decide.",
        "place": "Mill Road",
        "decided_by": "Transport committee",
        "answer_due_on": "2027-02-26",
        **{f"promise_{part}": text for part, text in PROMISE.items()},
        "access_propose": "confirmed",
        "access_comment": "guest",
        "access_answer": "guest",
        "access_vote": "guest",
        "moderation_mode": "after",
        "reading_hours": "4",
        "hides_authors": "on",
        "results_visibility": "after_vote",
        "disclosure_threshold": "5",
        "body": streamfield([]),
        "phases": inline_formset([phase()] if phases is None else phases),
        "questions": inline_formset(
            [{"text": "What should change?", "kind": "open", "hint": "", "choices": ""}]
        ),
        "house_rules": inline_formset([{"text": "Talk about the proposal."}]),
        "comments": inline_formset([]),
        act: "1",
        **fields,
    }
    return {**nested_form_data({**data, **dict.fromkeys(without, "")}), "languages": ["en", "fr"]}


def phase(opens="2026-11-02 09:00", closes="2026-12-14 23:59"):
    return {
        "kind": "discussion",
        "title": "Discussion",
        "note": "",
        "opens_at": opens,
        "closes_at": closes,
        "allows_vote": "on",
    }


def add_address():
    return reverse("wagtailadmin_pages:add", args=["cms", "consultationpage", list_page().pk])


def test_an_editor_creates_and_publishes_without_help(client, editor):
    response = client.post(add_address(), form())
    assert response.status_code == 302, response.context["form"].errors
    consultation = Consultation.objects.get(slug="quieter-streets")
    assert consultation.memberships.get().user == editor
    assert consultation.languages == ["en", "fr"]
    assert consultation.questions.get().key == "what-should-change"
    assert consultation.phases.get().allows == ["vote"]


def test_a_draft_may_lack_everything_but_a_title(client, editor):
    lacking = [f"promise_{part}" for part in PROMISE] + ["decided_by", "answer_due_on", "summary"]
    response = client.post(add_address(), form(without=lacking, act="action-save", phases=[]))
    assert response.status_code == 302
    page = ConsultationPage.objects.get()
    assert (page.live, page.consultation) == (False, None)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "the promise: who decides" in shown
    assert "a second moderator" in shown


def test_publishing_an_incomplete_promise_names_what_is_missing(client, editor):
    response = client.post(add_address(), form(without=["promise_how_used", "answer_due_on"], phases=[]))
    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "Missing: the promise: how you use what people say.",
        "Missing: the date by which people get an answer.",
        "Missing: a phase in which people can do something.",
    ]
    assert not ConsultationPage.objects.exists()


@pytest.mark.parametrize("act", ["action-save", "action-publish"])
@pytest.mark.parametrize("kind", PhaseKind)
def test_a_new_phase_with_nothing_ticked_allows_what_is_usual_for_its_kind(client, editor, kind, act):
    untouched = {**phase(), "kind": kind.value}
    del untouched["allows_vote"]
    response = client.post(add_address(), form(phases=[phase(), untouched], act=act))
    assert response.status_code == 302
    ticked, usual = ConsultationPage.objects.get().get_latest_revision_as_object().phases.all()
    assert ticked.allows == ["vote"]
    assert usual.allows == [each.value for each in kind.usual_acts]


def test_a_draft_row_that_was_saved_by_itself_gets_its_usual_acts_too(client, editor):
    page = draft_page(phases=[PagePhase(title="Discussion", opens_at=now())])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, _edited(client, address, "action-publish")).status_code == 302
    assert Consultation.objects.get(slug=page.slug).phases.get().allows == PhaseKind.DISCUSSION.usual_acts


def test_an_applied_phase_may_be_made_to_allow_nothing(client, editor):
    page = published_page(by=editor, phases=[page_phase(), page_phase("Later", opens=30, closes=60)])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    edited = _edited(client, address, "action-publish")
    edited = {name: value for name, value in edited.items() if not name.startswith("phases-1-allows_")}
    assert client.post(address, edited).status_code == 302
    assert [phase.allows for phase in page.consultation.phases.all()][1:] == [[]]


def test_a_phase_that_closes_before_it_opens_is_refused_at_its_field(client, editor):
    response = client.post(add_address(), form(phases=[phase(closes="2026-11-01 09:00")]))
    errors = response.context["form"].formsets["phases"].errors
    assert errors == [{"closes_at": ["Choose a time after the phase opens."]}]


def test_an_address_taken_by_an_imported_consultation_is_refused(client, editor):
    taken = ConsultationFactory()
    response = client.post(add_address(), form(slug=taken.slug))
    assert list(response.context["form"].errors) == ["slug"]


def test_who_does_not_own_it_cannot_publish_changes(client, editor):
    page = published_page()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(address, _edited(client, address, "action-publish"))
    assert response.status_code == 200
    assert "Only an owner of this consultation can do this." in response.context["form"].non_field_errors()[0]
    assert client.post(address, _edited(client, address, "action-save")).status_code == 302
    assert Consultation.objects.get(slug=page.slug).titles == {"en": "Quieter streets"}


def test_its_owner_publishes_changes(client, editor):
    page = published_page()
    MembershipFactory(consultation=page.consultation, user=editor, role=Role.OWNER)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, _edited(client, address, "action-publish")).status_code == 302
    assert Consultation.objects.get(slug=page.slug).titles == {"en": "Edited"}


def _edited(client, address, act):
    """What a browser sends back of the edit form, with another title."""
    bound = client.get(address).context["form"]
    phases, questions, rules = (
        inline_formset(rows := [_row(f) for f in bound.formsets[name].forms], initial=len(rows))
        for name in ("phases", "questions", "house_rules")
    )
    return {
        **form(title="Edited", act=act, phases=[]),
        **nested_form_data({"phases": phases, "questions": questions, "house_rules": rules}),
    }


def _row(child):
    shown = {name: child[name].value() for name in child.fields if name not in ("DELETE", "ORDER")}
    return {
        name: value.strftime("%Y-%m-%d %H:%M")
        if hasattr(value, "strftime")
        else ("on" if value is True else value)
        for name, value in shown.items()
        if value not in (None, False)
    }


def test_the_preview_shows_the_draft_to_the_editor_alone(client, editor):
    page = published_page()
    page.title = "Not yet public"
    page.save_revision()
    previewed = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "Not yet public" in previewed.content.decode()
    assert "Not yet public" not in client.get(page.url).content.decode()
    client.logout()
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 302


def test_a_preview_is_framed_by_this_site_alone_and_otherwise_as_strict_as_the_page(client, editor):
    page = published_page()
    public = directives(client.get(page.url))
    previewed = directives(client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))
    assert previewed - public == {"frame-ancestors 'self'"}
    assert public - previewed == {"frame-ancestors 'none'"}


def directives(response):
    return set(response["Content-Security-Policy"].split("; "))


def test_a_first_draft_can_be_previewed(client, editor):
    page = draft_page("Very first")
    previewed = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert (previewed.status_code, "Very first" in previewed.content.decode()) == (200, True)


def test_translating_with_wagtail_localize_keeps_facts_and_adds_words(
    editor, django_capture_on_commit_callbacks
):
    page = published_page(access_vote="confirmed")
    locale = Locale.objects.get(language_code="fr")
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    words = {
        "Quieter streets": "Des rues calmes",
        "Discussion": "Débat",
        "What should change?": "Que changer ?",
    }
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            data=words.get(segment.string.data, segment.string.data),
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    translated = ConsultationPage.objects.get(locale=locale)
    assert (translated.live, translated.slug, translated.access_vote) == (True, page.slug, "confirmed")
    consultation = Consultation.objects.get(pk=page.consultation_id)
    assert consultation.titles == {"en": "Quieter streets", "fr": "Des rues calmes"}
    assert consultation.phases.get().titles == {"en": "Discussion", "fr": "Débat"}
    assert consultation.questions.get().texts == {"en": "What should change?", "fr": "Que changer ?"}


def test_a_consultation_is_copied_by_the_editor(client, editor):
    page = published_page()
    response = client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copied", "new_slug": "copied", "new_parent_page": list_page().pk},
    )
    assert response.status_code == 302
    copy = ConsultationPage.objects.get(slug="copied")
    assert (copy.live, copy.consultation) == (False, None)


def test_people_of_the_team_without_ownership_stay_out_of_the_editors_pages(client):
    member = MembershipFactory(role=Role.MODERATOR).user
    client.force_login(member)
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_an_administrator_manages_accounts_by_public_name(client):
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory()
    assert client.get(reverse("wagtailusers_users:index")).status_code == 200
    added = {
        "email": "new@example.org",
        "display_name": "New",
        "language": "en",
        "password1": "a-long-test-password",
        "password2": "a-long-test-password",
    }
    assert client.post(reverse("wagtailusers_users:add"), added).status_code == 302
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    page = client.get(address)
    assert "display_name" in page.content.decode()
    assert "first_name" not in page.content.decode()
    changed = {"email": user.email, "display_name": "Renamed", "language": "fr", "is_active": "on"}
    assert client.post(address, changed).status_code == 302
    user.refresh_from_db()
    assert (user.display_name, user.language) == ("Renamed", "fr")


def test_the_account_page_asks_for_the_public_name(client, editor):
    text = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "name_email-display_name" in text
    assert "first_name" not in text


def test_unfinished_translations_need_their_source_published(client, editor):
    page = draft_page()
    translation = page.copy_for_translation(Locale.objects.get(language_code="fr"))
    response = client.get(reverse("wagtailadmin_pages:edit", args=[translation.pk]))
    assert response.status_code == 200
    assert publish(page).live
