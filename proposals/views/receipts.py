"""Receipts: shown once after sending, and good for looking up what became of it, without an account."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from consult import receipts
from consult.errors import Invalid
from consult.limits import address_of, allow
from proposals.forms import ReceiptForm
from proposals.models import Submission

from .own import entries_of
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
    """`/receipts/CODE/`: received, theme, answer."""
    allow(f"receipt:{address_of(request)}", *LOOK_UPS)
    try:
        digest = receipts.digest(code)
    except Invalid as invalid:
        raise Http404 from invalid
    if elsewhere := receipts.page_of(digest):
        return private(redirect(elsewhere, code))
    submission = get_object_or_404(Submission.objects.with_line(), receipt_digest=digest)
    context = {"entry": entries_of([submission], request.user)[0], "code": code, "nav_current": "mine"}
    return private(render(request, "proposals/receipt.html", context))


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
    return private(render(request, "proposals/sent.html", context))
