"""Coming in by a code, and adding an account or an address after taking part."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consult.accounts.guests import (
    forget_guest,
    remember_admission,
    remember_participation,
    unclaimed_participations,
)
from consult.errors import Invalid
from consult.limits import address_of, allow
from consult.views.secrets import kept_secret
from proposals.actions.joining import (
    address_in,
    ask_address,
    claim_participations,
    claims_of,
    confirm_address,
)
from proposals.actions.leaflets import find_leaflet, use_leaflet
from proposals.enums import ContributionState
from proposals.forms import AddressForm, LeafletForm
from proposals.models import Participant

from .receipts import opened_by
from .visitors import forget_receipt

TRIES = (40, 600)
LETTERS = (5, 3600)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def enter_code(request, code=""):
    """`/code/` and, from a leaflet's QR code, `/code/CODE/`: looking uses nothing up, pressing does."""
    form = LeafletForm(request.POST or None, initial={"code": code}, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        allow(f"leaflet:{address_of(request)}", *TRIES)
        try:
            return _enter(request, form.cleaned_data["code"])
        except Invalid as invalid:
            form.add_error("code", invalid.fields["code"])
    context = {"form": form, "errors_on_page": form.is_bound}
    return render(request, "proposals/code.html", context, status=422 if form.is_bound else 200)


def _enter(request, code):
    consultation = find_leaflet(code)
    participant = use_leaflet(by=request.user, code=code)
    if not request.user.is_authenticated:
        remember_participation(request, consultation.pk, participant.pk)
        remember_admission(request, consultation.pk)
    messages.success(request, _("Your code is accepted. You can take part on this device now."))
    return redirect(consultation)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request):
    """`/me/claim/`: what this device sent without an account becomes the account's, or is forgotten here."""
    people = Participant.objects.filter(pk__in=unclaimed_participations(request).values())
    if request.method != "POST":
        return _ask_whose(request, people)
    if request.user.is_authenticated and request.POST.get("act") == "take":
        _tell_claimed(request, len(people), claim_participations(by=request.user, participants=people))
    else:
        messages.success(
            request, _("This device no longer knows what was sent from it. Receipts still work.")
        )
    forget_guest(request)
    forget_receipt(request)
    return redirect("mine")


def _ask_whose(request, people):
    """“These are also mine”: what becomes of each, before anything is pressed."""
    claims = claims_of(by=request.user, participants=people) if request.user.is_authenticated else []
    if not claims:
        return redirect("mine")
    rows = [
        {
            "consultation": each.consultation,
            "texts": each.contributions.exclude(state=ContributionState.ERASED).count(),
            "votes": each.votes.standing().count(),
            "joins": own is not None,
            "apart": apart,
        }
        for each, own, apart in claims
    ]
    return render(request, "proposals/claim.html", {"rows": rows, "nav_current": "mine"})


@require_POST
def claim_receipt(request, code):
    """`/receipts/CODE/claim/`: a receipt proves that what it opens is one's own."""
    people = Participant.objects.filter(pk__in=opened_by(request, code).values("participant_id"))
    if request.user.is_authenticated:
        _tell_claimed(request, len(people), claim_participations(by=request.user, participants=people))
    return redirect("mine")


def _tell_claimed(request, asked, taken):
    if taken:
        words = ngettext(
            "What you sent in %(n)d consultation is in your account now.",
            "What you sent in %(n)d consultations is in your account now.",
            len(taken),
        )
        messages.success(request, words % {"n": len(taken)})
    if asked > len(taken):
        messages.warning(
            request,
            _(
                "Some of it stays apart: it belongs to an account, speaks for an organisation, or the votes"
                " of its consultation are sealed. Its receipts still work."
            ),
        )


@require_http_methods(["GET", "POST"])
def leave_address(request):
    """`/me/address/`: an address for people without an account, used once its letter was answered."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        allow(f"address:{address_of(request)}", *LETTERS)
        allow(f"address-to:{email}", *LETTERS)
        ask_address(by=request.user, email=email)
        messages.success(request, _("We wrote to %(email)s. Open the link in the letter.") % {"email": email})
        return redirect("mine")
    context = {"form": form, "errors_on_page": form.is_bound, "nav_current": "mine"}
    return render(request, "proposals/address.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def confirm(request, token):
    """`/me/address/TOKEN/`: mail scanners follow links, so only pressing the button confirms."""
    people, email = address_in(token)
    if request.method == "POST":
        confirm_address(token=token)
        messages.success(request, _("Your address is confirmed. We write when there is an answer for you."))
        return redirect("mine")
    consultations = [person.consultation for person in people.select_related("consultation")]
    return render(request, "proposals/confirm_address.html", {"email": email, "consultations": consultations})
