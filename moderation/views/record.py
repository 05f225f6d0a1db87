"""The public record of moderation: how often, by which rule, with which effect; never a text or a name."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consult.models import Consultation
from consult.rules import allowed, check
from moderation.figures import record_of, reversals_of
from moderation.transparency import report_csv, report_json
from proposals.views.visitors import consultation_or_404


@require_GET
def show_record(request, slug):
    """`/consultations/SLUG/moderation/`."""
    consultation = consultation_or_404(request, slug)
    context = {
        "consultation": consultation,
        "record": record_of([consultation]),
        "rules": consultation.house_rules.in_use(),
        "files": _files(reverse("moderation_report", args=[slug])),
        "is_owner": allowed("consult.own", request.user, consultation),
        "sees_screening": allowed("moderation.see_screening", request.user, consultation),
        "heading": _("Decisions of the moderators"),
        "nav_current": "consultations",
    }
    return render(request, "moderation/record.html", context)


@require_GET
def show_records(request):
    """`/moderation-log/`: all consultations this visitor can see, together."""
    consultations = _published(request)
    context = {
        "consultations": consultations,
        "record": record_of(consultations.order_by().values("pk")),
        "files": _files(reverse("moderation_reports")),
        "heading": _("Decisions of the moderators"),
        "nav_current": "consultations",
    }
    return render(request, "moderation/record.html", context)


def _published(request):
    return Consultation.objects.visible_to(request.user).published().order_by("-published_at", "-pk")


def _files(address):
    """[(name, address, kind)] of the same numbers to take away."""
    return [
        (_("Transparency report"), f"{address}?as=csv", "CSV"),
        (_("Transparency report"), f"{address}?as=json", "JSON"),
    ]


@require_GET
def report(request, slug):
    """`/consultations/SLUG/moderation/report`: the record as a file, CSV unless JSON is asked for."""
    consultation = consultation_or_404(request, slug)
    return _file(request, record_of([consultation]), f"moderation-{consultation.slug}")


@require_GET
def reports(request):
    """`/moderation-log/report`: the same for all consultations this visitor can see."""
    return _file(request, record_of(_published(request).order_by().values("pk")), "moderation")


def _file(request, record, name):
    if request.GET.get("as") == "json":
        response = JsonResponse(report_json(record))
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    response = HttpResponse(report_csv(record), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_GET
def show_reversals(request, slug):
    """`/consultations/SLUG/moderation/reversals/`: for owners, by moderator and by rule."""
    consultation = consultation_or_404(request, slug)
    check("consult.own", request.user, consultation)
    people, rules = reversals_of(consultation)
    context = {
        "consultation": consultation,
        "people": people,
        "by_rule": rules,
        "nav_current": "moderation",
    }
    return render(request, "moderation/reversals.html", context)
