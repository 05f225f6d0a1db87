"""Casting a vote; a form post that works without script, a fragment for htmx."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consult.errors import Invalid
from proposals.actions.votes import cast_vote
from proposals.forms import VoteForm

from .proposals import vote_context
from .visitors import VOTES, contribution_or_404, keep_guest, meet_participant, next_url, slow_down

SAID = {
    1: _("Your vote is counted: you agree"),
    -1: _("Your vote is counted: you disagree"),
    0: _("Your vote is counted: you passed"),
    None: _("Your vote is taken back"),
}


@require_POST
def vote(request, pk):
    """`/contributions/ID/vote/`: choice = agree, disagree, pass or retract."""
    contribution = contribution_or_404(request, pk)
    form = VoteForm({"client_id": request.headers.get("Idempotency-Key"), **request.POST.dict()})
    if not form.is_valid():
        raise Invalid(form.errors)
    slow_down(request, "vote", VOTES)
    meet_participant(request, contribution.consultation)
    cast = cast_vote(
        by=request.user,
        contribution=contribution,
        choice=form.cleaned_data["choice"],
        request_key=form.cleaned_data["client_id"],
    )
    keep_guest(request, cast.participant)
    if request.htmx:
        context = {
            "proposal": contribution,
            "said": SAID[cast.choice],
            **vote_context(request, contribution, cast.standing_word),
        }
        return render(request, "proposals/_vote.html", context)
    return redirect(next_url(request, contribution.get_absolute_url()) + "#vote")
