"""Hears Wagtail and the floors below: a published page is applied at once, an import gets its page."""

from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published

from consult.signals import consultation_imported

from .actions.consultations import apply_consultation_page, link_alias
from .actions.imported import publish_imported_page
from .models import ConsultationPage


@receiver(page_published, sender=ConsultationPage)
def apply_published_page(instance, revision=None, **_kwargs):
    """Wagtail sends this for pages that are only scheduled, too: those are not live, and wait."""
    if not instance.live:
        return
    if instance.alias_of_id:
        link_alias(page=instance)
        return
    apply_consultation_page(page=instance, by=publisher(revision))


@receiver(consultation_imported)
def give_page_to_import(consultation, by=None, **_kwargs):
    publish_imported_page(consultation=consultation, by=by)


def publisher(revision):
    """Who pressed the button; for a schedule, who saved what it publishes; None for a command."""
    return get_active_log_context().user or getattr(revision, "user", None)
