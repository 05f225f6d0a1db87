"""What came of a report, for somebody without an account: thanks with a code, and the page that it opens."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_safe

from consult import receipts
from consult.errors import Invalid
from consult.limits import address_of, allow
from consult.views.secrets import kept_secret
from moderation.answers import answer_to
from moderation.models import Flag
from proposals.views.receipts import LOOK_UPS

CODE = "report_receipt"


def keep_code(request, flag):
    """The code is shown once, on the next page; only its digest is stored with the report."""
    request.session[CODE] = {"code": flag.receipt, "flag": flag.pk}


@require_GET
@kept_secret
def reported(request):
    """`/reports/sent/`: thanks, with the code on screen once."""
    kept = request.session.pop(CODE, None)
    if kept is None:
        return redirect("receipts")
    flag = get_object_or_404(
        Flag.objects.select_related("case__consultation", "contribution"), pk=kept["flag"]
    )
    context = {
        "flag": flag,
        "consultation": flag.case.consultation,
        "code": receipts.grouped(kept["code"]),
        "nav_current": "mine",
    }
    return render(request, "moderation/reported.html", context)


@require_safe
@kept_secret
def show_report(request, code):
    """`/reports/CODE/`: waiting, or the outcome with rule and link; never the text."""
    allow(f"receipt:{address_of(request)}", *LOOK_UPS)
    try:
        digest = receipts.digest(code)
    except Invalid as invalid:
        raise Http404 from invalid
    flags = Flag.objects.exclude(receipt_digest="").select_related("case__consultation", "case__contribution")
    flag = get_object_or_404(flags, receipt_digest=digest)
    context = {
        "flag": flag,
        "case": flag.case,
        "consultation": flag.case.consultation,
        "answer": answer_to(flag),
        "code": code,
        "nav_current": "mine",
    }
    return render(request, "moderation/report.html", context)


@receipts.door
def is_a_report(digest):
    return "report_receipt" if Flag.objects.filter(receipt_digest=digest).exists() else ""
