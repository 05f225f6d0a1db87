"""Appealing against a decision, and deciding an appeal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consult.errors import Invalid, Stale
from consult.rules import check
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.forms import AppealDecisionForm, AppealForm
from proposals.views.receipts import private
from proposals.views.visitors import slow_down

from .cases import back_to, case_or_404, case_page
from .decisions import decision_or_404, words_of


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request, pk):
    """`/decisions/ID/appeal/`: for the author, signed in or by the key of the letter."""
    decision, author = decision_or_404(request, pk)
    check("moderation.appeal", author, decision)
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _appealed(request, author, decision, form):
        key = request.GET.urlencode()
        return redirect(decision.get_absolute_url() + (f"?{key}" if key else ""))
    context = words_of(decision) | {
        "decision": decision,
        "consultation": decision.consultation,
        "form": form,
        "errors_on_page": form.is_bound,
        "nav_current": "mine",
    }
    status = 422 if form.is_bound else 200
    response = private(render(request, "moderation/appeal.html", context, status=status))
    response["Referrer-Policy"] = (
        "same-origin"  # without any, the form would come from nowhere and be refused
    )
    return response


def _appealed(request, author, decision, form):
    slow_down(request, "appeal")
    try:
        appeal_decision(by=author, decision=decision, text=form.cleaned_data["text"])
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    messages.success(
        request, _("Your appeal is with us. Somebody else will look at it and you will be told.")
    )
    return True


@require_POST
def decide(request, pk):
    """`/moderation/ID/appeal/`: uphold or reverse."""
    case = case_or_404(request, pk)
    made = getattr(case.standing, "appeal", None) if case.standing else None
    if made is None:
        raise Http404
    form = AppealDecisionForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, appeal_form=form, status=422)
    try:
        decide_appeal(by=request.user, appeal=made, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return case_page(request, case, appeal_form=form, status=422)
    except Stale as stale:
        return _kept(request, pk, stale)
    messages.success(request, _("The appeal is decided. The author is told."))
    return back_to(request, case)


def _kept(request, pk, stale):
    case = case_or_404(request, pk)
    typed = request.POST.copy()
    typed["version"] = case.version
    form = AppealDecisionForm(typed)
    return case_page(request, case, appeal_form=form, refused=stale, status=stale.status)
