"""The public record of moderation: how often, by which rule, with which effect; never a text or a name."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consult.models import Consultation
from moderation.figures import record_of
from proposals.views.visitors import consultation_or_404


@require_GET
def show_record(request, slug):
    """`/consultations/SLUG/moderation/`."""
    consultation = consultation_or_404(request, slug)
    context = {
        "consultation": consultation,
        "record": record_of([consultation]),
        "rules": consultation.house_rules.in_use(),
        "heading": _("Decisions of the moderators"),
        "nav_current": "consultations",
    }
    return render(request, "moderation/record.html", context)


@require_GET
def show_records(request):
    """`/moderation-log/`: all consultations this visitor can see, together."""
    consultations = Consultation.objects.visible_to(request.user).published().order_by("-published_at", "-pk")
    context = {
        "consultations": consultations,
        "record": record_of(consultations.order_by().values("pk")),
        "heading": _("Decisions of the moderators"),
        "nav_current": "consultations",
    }
    return render(request, "moderation/record.html", context)
