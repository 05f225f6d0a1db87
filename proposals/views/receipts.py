"""Receipts: shown once after sending, and good for looking up what became of it, without an account."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from consult import receipts
from consult.errors import Invalid
from consult.limits import address_of, allow
from proposals.forms import ReceiptForm
from proposals.models import ParticipantReceipt, Submission

from .own import MOST, entries_of
from .visitors import take_receipt

LOOK_UPS = (30, 600)


def private(response):
    """A page that a receipt opens is kept by nobody, listed nowhere and told to no other site."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "POST"])
def find_receipt(request):
    """`/receipts/`: type the number."""
    form = ReceiptForm(request.POST or None, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        try:
            code = receipts.normalise(form.cleaned_data["code"])
        except Invalid as invalid:
            form.add_error("code", invalid.fields["code"])
        else:
            return redirect("receipt", receipts.grouped(code))
    context = {"form": form, "errors_on_page": form.is_bound, "nav_current": "mine"}
    status = 422 if form.is_bound else 200
    response = private(render(request, "proposals/find_receipt.html", context, status=status))
    response["Referrer-Policy"] = "same-origin"  # without any, the form is refused as from nowhere
    return response


@require_GET
def show_receipt(request, code):
    """`/receipts/CODE/`: received, theme, answer; of one thing sent, or of everything a letter was about."""
    submissions = list(opened_by(request, code).with_line().order_by("-received_at", "-id")[:MOST])
    if not submissions:
        if elsewhere := receipts.page_of(receipts.digest(code)):
            return private(redirect(elsewhere, code))
        raise Http404
    owned = any(each.participant.user_id or each.participant.erased_at for each in submissions)
    context = {
        "entries": entries_of(submissions, request.user),
        "code": code,
        "claimable": request.user.is_authenticated and not owned,
        "nav_current": "mine",
    }
    response = private(render(request, "proposals/receipt.html", context))
    if context["claimable"]:
        response["Referrer-Policy"] = "strict-origin"  # a form is refused as from nowhere without any
    return response


def opened_by(request, code):
    """What a receipt opens: the submission it was given for, or all of the participant it was made for.

    Of somebody who was joined to an account that is what they sent themselves, and nothing of the account.
    """
    allow(f"receipt:{address_of(request)}", *LOOK_UPS)
    try:
        digest = receipts.digest(code)
    except Invalid as invalid:
        raise Http404 from invalid
    whole = ParticipantReceipt.objects.filter(digest=digest, participant__erased_at=None)
    people = list(whole.values_list("participant_id", flat=True))
    return Submission.objects.filter(
        Q(receipt_digest=digest) | Q(participant__in=people) | Q(sent_as__in=people)
    )


@require_GET
def sent(request, pk):
    """`/sent/ID/`: thanks, with the receipt on screen once."""
    submission = get_object_or_404(Submission.objects.with_line().visible_to(request.user), pk=pk)
    if request.htmx:  # the script of a page wants to know where it was led; the reader opens this next
        return private(HttpResponse(status=204))
    context = {
        "entry": entries_of([submission], request.user)[0],
        "receipt": take_receipt(request, submission.pk),
        "site_address": request.build_absolute_uri("/").rstrip("/"),
        "nav_current": "mine",
    }
    response = private(render(request, "proposals/sent.html", context))
    response["Referrer-Policy"] = "strict-origin"  # its form, too; the address of this page is no secret
    return response
