"""Pages and consultations that speak of something: some dozens on a site, so they are read, not indexed."""

from django.utils.html import strip_tags
from wagtail.models import Locale

from consult.models import Consultation
from consult.searching import excerpt, holds

from .models import ConsultationPage, StandardPage

MOST_PAGES = 200
MOST_FOUND = 10


def consultations_found(user, words):
    """[(consultation, excerpt)] of those this reader may see, by their words and those of their live page."""
    consultations = list(Consultation.objects.visible_to(user).published().order_by("-published_at", "-pk"))
    written = _bodies([each.pk for each in consultations])
    said = {each.pk: f"{_words(each)} {written.get(each.pk, '')}" for each in consultations}
    found = [each for each in consultations if holds(said[each.pk], words)][:MOST_FOUND]
    return [(each, excerpt(f"{each.summary} {written.get(each.pk, '')}", words)) for each in found]


def _words(consultation):
    parts = [consultation.titles, consultation.summaries, consultation.places, consultation.decided_by]
    parts += consultation.promises.values()
    return " ".join(str(text) for part in parts for text in part.values())


def _bodies(ids):
    """{consultation id: what its live page in the reader's language says about it}."""
    pages = ConsultationPage.objects.live().filter(locale=Locale.get_active(), consultation__in=ids)
    return {page.consultation_id: _said(page.body) for page in pages}


def pages_found(words):
    """[(page, excerpt)] of live text pages in the reader's language that everybody may open."""
    open_to_all = StandardPage.objects.live().public().filter(locale=Locale.get_active()).order_by("path")
    pages = [(page, f"{page.title} {_said(page.body)}") for page in open_to_all[:MOST_PAGES]]
    return [(page, excerpt(said, words)) for page, said in pages if holds(said, words)][:MOST_FOUND]


def _said(body):
    """The words of a stream of blocks, without their mark-up."""
    return " ".join(strip_tags(str(text)) for text in body.stream_block.get_searchable_content(body))
