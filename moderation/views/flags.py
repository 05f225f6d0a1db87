"""Reporting a text: a page of its own, for everybody, without script and without an account."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid
from consult.rules import check
from moderation.actions.flags import flag_contribution
from moderation.forms import FlagForm
from proposals.views.visitors import contribution_or_404, slow_down

from .reports import keep_code

REPORTS = (10, 600)


@require_http_methods(["GET", "POST"])
def flag(request, pk):
    """`/contributions/ID/flag/`."""
    contribution = contribution_or_404(request, pk)
    check("moderation.flag", request.user, contribution)
    form = FlagForm(_sent(request), consultation=contribution.consultation)
    if request.method == "POST" and form.is_valid():
        sent = _flagged(request, contribution, form)
        if sent:
            return redirect("reported") if sent.receipt else redirect(contribution)
    context = {
        "contribution": contribution,
        "consultation": contribution.consultation,
        "rules": form.fields["rule"].queryset,
        "form": form,
        "errors_on_page": form.is_bound,
        "nav_current": "consultations",
    }
    return render(request, "moderation/flag.html", context, status=422 if form.is_bound else 200)


def _sent(request):
    """What was posted, even when it is nothing at all."""
    return request.POST if request.method == "POST" else None


def _flagged(request, contribution, form):
    slow_down(request, "flag", REPORTS)
    try:
        sent, is_new = flag_contribution(by=request.user, contribution=contribution, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return None
    if sent.receipt:  # the next page thanks, with the code
        keep_code(request, sent)
    else:
        messages.success(request, _thanks() if is_new else _("You have reported this already."))
    return sent


def _thanks():
    return _("Thank you. A moderator will read it.") + " " + _("We tell you what comes of it.")
