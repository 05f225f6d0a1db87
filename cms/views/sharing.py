"""What people take away from a consultation, nobody in between: link, code, letter, calendar, sheet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cms.calendars import calendar_of
from cms.models import ConsultationPage
from consult.models import Consultation


def _visible(request, slug):
    return get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)


def _address(request, consultation):
    return request.build_absolute_uri(consultation.get_absolute_url())


@require_GET
def share(request, slug):
    """`/consultations/SLUG/share/`: every way to hand it on."""
    consultation = _visible(request, slug)
    context = {
        "consultation": consultation,
        "address": _address(request, consultation),
        "nav_current": "consultations",
    }
    return render(request, "cms/share.html", context)


@require_GET
def sheet(request, slug):
    """`/consultations/SLUG/sheet/`: a page for the notice board."""
    consultation = _visible(request, slug)
    context = {
        "consultation": consultation,
        "address": _address(request, consultation),
        "meetings": [meeting for _id, meeting in meetings_of(consultation)],
        "nav_current": "consultations",
    }
    return render(request, "cms/sheet.html", context)


@require_GET
def calendar(request, slug):
    """`/consultations/SLUG/calendar.ics`: phases, meetings and the day of the answer."""
    consultation = _visible(request, slug)
    content = calendar_of(consultation, meetings_of(consultation), _address(request, consultation))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}.ics"'
    return response


def meetings_of(consultation):
    """[(id of the block, its value)] of the meetings on the live page, in the reader's language if there."""
    pages = list(ConsultationPage.objects.live().filter(consultation=consultation).select_related("locale"))
    if not pages:
        return []
    wanted = [get_language() or "", consultation.source_language]
    rank = {code: place for place, code in reversed(list(enumerate(wanted)))}
    page = min(pages, key=lambda each: (rank.get(each.locale.language_code, len(rank)), each.pk))
    return [(block.id, block.value) for block in page.body if block.block_type == "meeting"]
