"""Takes consultation pages down to the ground floor: publishing and rehearsing."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.editions import consultation_of, edition_of
from cms.models import ConsultationPage
from consult.actions.ownership import claim_ownership
from consult.actions.pages import apply_page
from consult.actions.rehearsal import start_rehearsal
from consult.errors import Refused
from consult.models import Body


def apply_consultation_page(*, page, by):
    """Copy facts of the source page and words of every live translation to the consultation.

    A consultation that had no page until now gets this one; if nobody owned it, the acting person does.
    Raises Refused when the source page is not live, and whatever `apply_page` refuses.
    """
    source = page.source_page
    if source.pk != page.pk and not source.live:
        raise Refused(
            "publish_source_first",
            _("Publish the page in %(language)s first. Its dates and settings count for every language.")
            % {"language": source.locale.get_display_name()},
            status=409,
        )
    with transaction.atomic():
        live = _live_translations(page)
        edition = edition_of(source, live)
        consultation = apply_page(
            by=by, edition=edition, consultation=consultation_of(source, by), body=_body_of(page)
        )
        claim_ownership(by=by, consultation=consultation)
        _link([source, page, *live], consultation)
    return consultation


def rehearse_consultation_page(*, page, by):
    """Bring the newest draft into a rehearsal; returns (consultation, key of the secret link)."""
    source = page.source_page.get_latest_revision_as_object()
    with transaction.atomic():
        consultation, key = start_rehearsal(
            by=by,
            edition=edition_of(source),
            consultation=consultation_of(source, by),
            body=_body_of(page),
        )
        _link([source], consultation)
    return consultation, key


def link_alias(*, page):
    """An alias shows the consultation of the page it copies."""
    source = page.alias_of.specific
    if source.consultation_id:
        _link([page], source.consultation)


def _live_translations(page):
    return list(page.get_translations(inclusive=True).filter(live=True, alias_of=None))


def _link(pages, consultation):
    for page in pages:
        ConsultationPage.objects.filter(pk=page.pk).update(
            consultation=consultation, published_locale=page.locale_id
        )
        page.consultation, page.published_locale_id = consultation, page.locale_id


def _body_of(page):
    """The public body whose site holds the page, else the only one there is."""
    site = page.get_site()
    return getattr(site, "body", None) or Body.objects.order_by("pk").first()
