"""The page of a consultation, found at once."""

from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Site
from wagtail.views import serve

from cms.models import ConsultationPage


def show_consultation(request, slug):
    """`/consultations/SLUG/`: Wagtail's own way to a page, which begins at the page instead of at the root.

    Level by level it takes eight queries to find it. Whatever is not a live page in this language at this
    very address, such as a rehearsal or a consultation without a page, is found as any other.
    """
    page = _live_page(request, slug)
    if page is not None:
        try:
            request._wagtail_route_for_request = page.route(request, [])
        except Http404:
            request._wagtail_route_for_request = None
    return serve(request, f"consultations/{slug}/")


def _live_page(request, slug):
    pages = ConsultationPage.objects.live().filter(slug=slug, locale__language_code=get_language())
    site = Site.find_for_request(request)
    for page in pages:
        where = page.get_url_parts(request)
        if where and site and (where[0], where[2]) == (site.pk, request.path):
            return page
    return None
