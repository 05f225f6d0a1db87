"""Gives an imported consultation the page that every other one has."""

from django.db import transaction
from wagtail.models import Locale

from cms.models import ConsultationIndexPage, ConsultationPage, PagePhase
from cms.models.consultation import FACTS
from consult.clock import now
from consult.enums import Act


def publish_imported_page(*, consultation, by):
    """Make a live page that says what the import knows, and return it; None where its address is taken.

    It is not applied: an import has no promise yet. The first edition that an editor publishes must have one.
    """
    index = _index_in(consultation.source_language)
    if index is None or index.get_children().filter(slug=consultation.slug).exists():
        return None
    with transaction.atomic():
        page = index.add_child(instance=_page_of(consultation, by))
        _put_live(page, page.save_revision(user=by, clean=False), consultation)
    return page


def _index_in(language):
    locale = Locale.objects.filter(language_code=language).first()
    return ConsultationIndexPage.objects.filter(locale=locale, live=True).first()


def _page_of(consultation, by):
    page = ConsultationPage(
        title=consultation.title,
        slug=consultation.slug,
        summary=consultation.summary[:300],
        place=consultation.place,
        decided_by=consultation.decider,
        owner=by,
        live=True,
        **{name: getattr(consultation, name) for name in FACTS},
    )
    page.phases = [_phase(phase) for phase in consultation.phases.in_use()]
    return page


def _phase(phase):
    """The same key, so that a later edition changes this phase and adds none."""
    return PagePhase(
        translation_key=phase.key,
        kind=phase.kind,
        title=phase.title,
        opens_at=phase.opens_at,
        closes_at=phase.closes_at,
        **{f"allows_{act}": act in phase.allows for act in Act.values},
    )


def _put_live(page, revision, consultation):
    at = now()
    ConsultationPage.objects.filter(pk=page.pk).update(
        consultation=consultation,
        published_locale=page.locale_id,
        live_revision=revision,
        has_unpublished_changes=False,
        first_published_at=at,
        last_published_at=at,
    )
