"""Inviting somebody from outside to decide an appeal, and the page on which they do."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid
from consult.limits import address_of, allow
from consult.rules import check
from consult.views.secrets import kept_secret
from moderation.actions.appeals import decide_appeal
from moderation.actions.reviewers import find_reviewer, invite_reviewer, note_opened
from moderation.models import Decision
from moderation.review_forms import InviteReviewerForm, ReviewForm

from .cases import back_to, case_or_404
from .decisions import words_of

TRIES = (30, 60)


@require_http_methods(["GET", "POST"])
def invite(request, pk):
    """`/moderation/ID/reviewer/`: for owners, when nobody else of the team may decide an appeal."""
    case = case_or_404(request, pk)
    appeal = getattr(case.standing, "appeal", None) if case.standing else None
    if appeal is None:
        raise Http404
    check("moderation.invite_reviewer", request.user, appeal)
    form = InviteReviewerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invited(request, appeal, form):
        return back_to(request, case)
    context = {
        "case": case,
        "appeal": appeal,
        "consultation": case.consultation,
        "invited": appeal.reviewers.filter(ended_at=None).first(),
        "form": form,
        "errors_on_page": form.is_bound,
        "nav_current": "moderation",
    }
    return render(request, "moderation/invite_reviewer.html", context, status=422 if form.is_bound else 200)


def _invited(request, appeal, form):
    try:
        invite_reviewer(by=request.user, appeal=appeal, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    messages.success(request, _("The letter with the link is on its way."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def review(request, code):
    """`/reviews/CODE/`: the text, the reasons, the appeal, and the decision of somebody from outside.

    Programs that look at links in mail see an invitation: the text stands behind a button, and the log says
    when somebody pressed it.
    """
    allow(f"review:{address_of(request)}", *TRIES)
    reviewer = find_reviewer(code)
    check("moderation.review", reviewer, reviewer.appeal)
    opened = f"review:{reviewer.pk}"
    if "open" in request.POST:
        note_opened(reviewer=reviewer)
        request.session[opened] = True
        return redirect("review", code)
    if request.method != "POST" and not request.session.get(opened):
        context = {"reviewer": reviewer, "consultation": reviewer.appeal.consultation}
        return render(request, "moderation/review_invitation.html", context)
    return _decide(request, reviewer)


def _decide(request, reviewer):
    decision = Decision.objects.with_texts().get(pk=reviewer.appeal.decision_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _reviewed(reviewer, decision, form):
        context = {"appeal": reviewer.appeal, "consultation": decision.consultation}
        return render(request, "moderation/reviewed.html", context)
    context = words_of(decision) | {
        "reviewer": reviewer,
        "appeal": reviewer.appeal,
        "decision": decision,
        "consultation": decision.consultation,
        "form": form,
        "errors_on_page": form.is_bound,
    }
    return render(request, "moderation/review.html", context, status=422 if form.is_bound else 200)


def _reviewed(reviewer, decision, form):
    try:
        decide_appeal(by=reviewer, appeal=reviewer.appeal, version=decision.case.version, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    return True
