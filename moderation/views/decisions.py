"""Deciding a case, undoing that, and the page on which an author reads the reasons."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consult.errors import Invalid, Stale
from consult.rules import allowed
from moderation import statements
from moderation.actions.cases import claim_case
from moderation.actions.decisions import decide_case, draft
from moderation.actions.reading import note_reading
from moderation.actions.together import undo_together
from moderation.forms import DecisionForm
from moderation.models import Decision, ReasonTemplate
from moderation.queue import Queue
from proposals.querysets import stands_for
from proposals.views.receipts import private

from .cases import back_to, case_or_404, case_page
from .queue import number_in


@require_POST
def decide(request, pk):
    """`/moderation/ID/decide/`: decide and open the next one, or only check the notice (`check`)."""
    case = case_or_404(request, pk)
    if "use" in request.POST:
        return case_page(request, case, form=_with_template(request, case))
    form = DecisionForm(request.POST, case=case)
    try:
        return _previewed(request, case, form) if "check" in request.POST else _decided(request, case, form)
    except Stale as stale:
        return _kept(request, pk, stale)


def _with_template(request, case):
    """The form as it was typed, with the words of the chosen template added to the facts."""
    typed = request.POST.dict()
    offered = ReasonTemplate.objects.in_use().filter(consultation=case.consultation)
    template = offered.filter(pk=number_in(typed.get("template", ""))).first()
    if template:
        typed["facts"] = f"{typed.get('facts', '')} {template.text}".strip()
        typed["rule"] = typed.get("rule") or template.rule_id
    return DecisionForm(case=case, initial=typed | {"version": case.version})


def _previewed(request, case, form):
    preview = _preview(request, case, form) if form.is_valid() else None
    if request.htmx:
        return render(request, "moderation/_preview.html", {"preview": preview, "form": form, "case": case})
    return case_page(request, case, form=form, preview=preview, status=200 if preview else 422)


def _preview(request, case, form):
    """{heading, opening, rows} of the letter that these words would make; None with errors on the form."""
    try:
        decision = draft(case=case, by=request.user, **form.typed())
    except Invalid as invalid:
        form.add_refusal(invalid)
        return None
    return words_of(decision) | {"is_sent": decision.restricts}


def words_of(decision):
    return {
        "heading": statements.heading(decision),
        "opening": statements.opening(decision),
        "rows": statements.rows(decision),
    }


def _decided(request, case, form):
    if not form.is_valid():
        return case_page(request, case, form=form, status=422)
    try:
        version = form.cleaned_data["version"]
        decide_case(by=request.user, case=case, version=version, **form.typed())
    except Invalid as invalid:
        form.add_refusal(invalid)
        return case_page(request, case, form=form, status=422)
    return _open_next(request, case)


def _open_next(request, case):
    """The next free case of the same list, held at once so that two moderators never read the same."""
    following = Queue.asked_for(request.user, request.GET).next_after(case)
    if following is None:
        messages.success(request, _("Nothing else waits here."))
        return redirect("moderation")
    with suppress(Stale):  # when somebody was quicker, its page says so
        claim_case(case=following, by=request.user)
    return back_to(request, following)


def _kept(request, pk, stale):
    """Somebody or something was quicker: the page as it is now, with what was typed."""
    case = case_or_404(request, pk)
    typed = request.POST.copy()
    typed["version"] = case.version
    return case_page(request, case, form=DecisionForm(typed, case=case), refused=stale, status=stale.status)


@require_POST
def undo(request, pk):
    """`/decisions/ID/undo/`: within thirty seconds, by who decided, with all that were decided with it."""
    decision = get_object_or_404(Decision.objects.visible_to(request.user).select_related("case"), pk=pk)
    number = undo_together(by=request.user, decision=decision)
    words = ngettext(
        "The decision is undone. Nobody was told of it.",
        "%(n)d decisions are undone. Nobody was told of them.",
        number,
    )
    messages.success(request, words % {"n": number})
    return back_to(request, decision.case) if number == 1 else redirect("moderation")


@require_safe
def show_decision(request, pk):
    """`/decisions/ID/`: the statement of reasons, for its author and the moderators."""
    decision, author = decision_or_404(request, pk)
    _note_reading(request.user, decision)
    appeal = getattr(decision, "appeal", None)
    context = words_of(decision) | {
        "decision": decision,
        "revision": decision.case.revision,
        "consultation": decision.consultation,
        "appeal": appeal,
        "may_appeal": allowed("moderation.appeal", author, decision),
        "key": request.GET.get("key", ""),
        "nav_current": "mine",
    }
    return private(render(request, "moderation/decision.html", context))


def _note_reading(user, decision):
    """Of the team; what authors read of their own is nobody's business."""
    if user.is_authenticated and not stands_for(user, decision.case.contribution.participant):
        decision.case.consultation = decision.consultation
        note_reading(by=user, case=decision.case)


def decision_or_404(request, pk):
    """(decision, who is reading it): by right of the account or session, or by the key of a letter."""
    decision = Decision.objects.with_texts().filter(pk=pk).first()
    if decision is None:
        raise Http404
    if Decision.objects.visible_to(request.user).filter(pk=pk).exists():
        return decision, request.user
    if decision.undone_at is None and decision.opens_with(request.GET.get("key", "")):
        return decision, decision.case.contribution.participant
    raise Http404
