"""One case: what was reported, by whom it is read, and the form of the decision."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from consult.rules import allowed, refusal
from moderation.actions.cases import claim_case, open_case_on_newer, release_case
from moderation.actions.reading import note_reading
from moderation.enums import CaseState
from moderation.forms import AppealDecisionForm, DecisionForm
from moderation.models import Case, Decision
from moderation.queue import cases_alike
from moderation.queue_forms import AdviceForm, SecondReaderForm
from moderation.rules import second_readers_of

from .queue import queue_context, rooms_of

REPORTS_SHOWN = 30


def case_or_404(request, pk):
    """A case this person may read, with what its page says of it."""
    decisions = Decision.objects.select_related(
        "rule__consultation", "rule_wording", "decided_by", "appeal__decided_by"
    )
    case = (
        Case.objects.visible_to(request.user)
        .with_texts()
        .select_related("contribution__parent", "contribution__participant")
        .prefetch_related(Prefetch("decisions", queryset=decisions))
        .filter(pk=pk)
        .first()
    )
    if case is None:
        raise Http404
    case.contribution.consultation = case.consultation
    return case


@never_cache
@require_GET
def show_case(request, pk):
    """`/moderation/ID/`."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    case = case_or_404(request, pk)
    note_reading(by=request.user, case=case)
    return case_page(request, case)


def case_page(
    request, case, *, form=None, appeal_form=None, second_form=None, preview=None, refused=None, status=200
):
    """The page of a case, with a form that came back when there is one."""
    appeal = getattr(case.standing, "appeal", None) if case.standing else None
    context = queue_context(request, rooms_of(request.user)) | {
        "case": case,
        "contribution": case.contribution,
        "is_open": case.state == CaseState.OPEN,
        "ended": not case.is_waiting,
        "shows_author": not case.is_waiting or not case.consultation.hides_authors,
        "copies": cases_alike(request.user, case).count() - 1 if case.state == CaseState.OPEN else 0,
        "flags": case.flags.visible_to(request.user)[:REPORTS_SHOWN],
        "decisions": [each for each in case.decisions.all() if each.undone_at is None],
        "appeal": appeal,
        "form": form or _decision_form(case),
        "appeal_form": appeal_form or AppealDecisionForm(initial={"version": case.version}),
        "preview": preview,
        "refused": refused,
        "may_not": _why_not(request.user, case, appeal),
        "errors_on_page": status == 422,
    }
    context |= _second(request.user, case, second_form, may_decide=context["may_not"] is None)
    return render(request, "moderation/case.html", context, status=status)


def _second(user, case, form, *, may_decide):
    """Second readings of a case, with the form that this person may fill in: to ask, or to answer."""
    readings = list(case.second_readings.visible_to(user).select_related("asked_by", "read_by"))
    wanted = next((each for each in readings if each.read_at is None), None)
    for each in readings:
        each.case = case
    answers = wanted is not None and allowed("moderation.advise", user, wanted)
    asks = wanted is None and may_decide and case.state == CaseState.OPEN
    return {
        "readings": readings,
        "second_form": (form or AdviceForm()) if answers else None,
        "ask_form": (form or SecondReaderForm()) if asks and second_readers_of(case, user).exists() else None,
    }


def _decision_form(case):
    return DecisionForm(case=case) if case.state == CaseState.OPEN else None


def _why_not(user, case, appeal):
    """The reason why this person cannot decide here, or None."""
    if case.state == CaseState.OPEN:
        return refusal("moderation.decide", user, case)
    if case.state == CaseState.APPEALED:
        return refusal("moderation.decide_appeal", user, appeal)
    return None


@require_POST
def claim(request, pk):
    """`/moderation/ID/claim/`: hold it for ten minutes."""
    case = case_or_404(request, pk)
    claim_case(case=case, by=request.user)
    return back_to(request, case)


@require_POST
def release(request, pk):
    """`/moderation/ID/release/`."""
    case = case_or_404(request, pk)
    release_case(case=case, by=request.user)
    messages.success(request, _("You have given the case back."))
    return back_to(request, case)


@require_POST
def open_newer(request, pk):
    """`/moderation/ID/newer/`: turn to the version that replaced the one of this case."""
    found = open_case_on_newer(case=case_or_404(request, pk), by=request.user)
    return back_to(request, found)


def back_to(request, case):
    """The page of a case, in the list from which it was opened."""
    query = request.GET.urlencode()
    return redirect(case.get_absolute_url() + (f"?{query}" if query else ""))
