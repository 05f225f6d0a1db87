"""The duty board of those who answer."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consult.enums import Role
from consult.models import Consultation
from proposals.themes.duties import duties_of


@login_required
@require_GET
def board(request):
    """`/responses/`: every answer and promise with who owes it, by when, and how late it is or was."""
    rows = duties_of(request.user)
    staffed = Consultation.objects.staffed_by(request.user, Role.RESPONDER, Role.OWNER).order_by("-id")
    reported = set(staffed.filter(reports__isnull=False).values_list("pk", flat=True))
    context = {
        "consultations": [(each, each.pk in reported) for each in staffed],
        "duties": rows,
        "open": sum(each.is_open for each in rows),
        "overdue": sum(each.is_open and each.days_late > 0 for each in rows),
        "nav_current": "responses",
    }
    return render(request, "themes/answering.html", context)
