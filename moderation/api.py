"""What the API offers of moderation: reporting a text, and the public record."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from consult.models import Consultation
from proposals.views.visitors import contribution_or_404, slow_down

from .actions.flags import flag_contribution
from .figures import record_of
from .transparency import report_json
from .views.flags import REPORTS

router = Router(tags=["moderation"])


class Report(Schema):
    """Why a text should be looked at."""

    reason: str
    text: str = ""


class Reported(Schema):
    """What came of sending a report; without an account, the receipt that says later what came of it."""

    reported: bool
    already: bool
    receipt: str


@router.post("/contributions/{pk}/flag", response={201: Reported}, url_name="flag")
def report(request, pk: int, report: Report):
    """Report a text to the moderators; the same person's second report of it changes nothing."""
    contribution = contribution_or_404(request, pk)
    slow_down(request, "flag", REPORTS)
    flag, is_new = flag_contribution(
        by=request.user, contribution=contribution, reason=report.reason, text=report.text
    )
    return Status(201, {"reported": True, "already": not is_new, "receipt": flag.receipt})


@router.get(
    "/consultations/{slug}/moderation", response=dict[str, Any], url_name="moderation_record", auth=None
)
def read_record(request, slug: str):
    """Decisions by rule, effect, source and year, appeals and times; no texts."""
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    return report_json(record_of([consultation]))
