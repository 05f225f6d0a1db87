"""What a policymaker promises after an answer is public, and says of promises: done, or a step on the way."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import Invalid
from proposals.themes.actions import keep_commitment, make_commitment, record_milestone
from proposals.themes.models import Commitment, OfficialResponse

from ..access import answered_or_refused
from .respond import KEPT, NEW, STEP, delivery_form, new_promise_form, published_page


def _page_of(response):
    """Where the team works on an answer."""
    kind, pk = "theme", response.theme_id
    if not pk:
        kind, pk = (
            ("campaign", response.campaign_id) if response.campaign_id else ("unsure", response.unsure_of_id)
        )
    return reverse("write_response", args=[response.consultation.slug, kind, pk])


@require_POST
def make(request, slug, pk):
    """`/themes/SLUG/responses/ID/promises/`: one promise more in the published answer to a theme."""
    consultation = answered_or_refused(request, slug)
    published = OfficialResponse.objects.published().filter(consultation=consultation)
    response = get_object_or_404(published.named(), pk=pk)
    form = new_promise_form(request.POST)
    if form.is_valid():
        try:
            make_commitment(by=request.user, response=response, **form.cleaned_data)
        except Invalid as invalid:
            form.add_refusal(invalid)
        else:
            messages.success(request, _("It is promised in public, and everyone in the theme is told."))
            return redirect(_page_of(response))
    return published_page(request, consultation, response, {NEW: form})


@require_POST
def keep(request, slug, pk):
    """`/themes/SLUG/promises/ID/kept/`: the promise is kept, on a day."""
    said = _("It is said in public that this is done.")
    return _delivered(request, slug, pk, KEPT, _keep, said)


@require_POST
def add_step(request, slug, pk):
    """`/themes/SLUG/promises/ID/steps/`: something happened on the way."""
    said = _("What happened is said in public.")
    return _delivered(request, slug, pk, STEP, _add_step, said)


def _keep(by, commitment, typed):
    keep_commitment(by=by, commitment=commitment, **typed)


def _add_step(by, commitment, typed):
    record_milestone(by=by, commitment=commitment, due_on=typed["reached_on"], **typed)


def _delivered(request, slug, pk, kind, act, said):
    consultation = answered_or_refused(request, slug)
    published = Commitment.objects.filter(
        response__consultation=consultation, response__published_at__isnull=False
    )
    commitment = get_object_or_404(
        published.select_related("response__consultation", "response__theme"), pk=pk
    )
    form = delivery_form(kind, commitment, request.POST)
    if form.is_valid():
        try:
            act(request.user, commitment, form.cleaned_data)
        except Invalid as invalid:
            form.add_refusal(invalid)
        else:
            messages.success(request, said)
            return redirect(_page_of(commitment.response))
    return published_page(request, consultation, commitment.response, {(commitment.pk, kind): form})
