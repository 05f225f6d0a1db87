"""Deciding several cases with one reason: choose them, check the notices, and each gets its own statement."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid
from moderation.actions.reading import note_readings
from moderation.actions.together import MOST, decide_cases, prepare_cases, release_cases
from moderation.enums import CaseState
from moderation.models import Case
from moderation.queue import Queue, cases_alike
from moderation.queue_forms import TogetherForm

from .decisions import words_of
from .queue import number_in, staff_only

CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})", re.ASCII)


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only
def decide_together(request):
    """`/moderation/together/`: cases of the list one comes from, or (`same`) all with the text of one.

    What is sent first is checked: the cases are held, their notices shown. Sent again as it was, it decides.
    """
    queue = Queue.asked_for(request.user, request.GET)
    if request.method == "POST":
        return _sent(request, queue)
    cases = _of_one_consultation(_offered(request, queue), request.user)
    if not cases:
        messages.info(request, _("There is nothing here that you could decide together."))
        return redirect(queue.address)
    chosen = {each.pk for each in cases} if "same" in request.GET else set()
    return _page(request, queue, cases, chosen, TogetherForm(consultation=cases[0].consultation))


def _offered(request, queue):
    same = request.GET.get("same", "")
    if not same:
        return queue.page(request.GET.get("after", ""))[0]
    first = Case.objects.visible_to(request.user).filter(pk=number_in(same)).first()
    if first is None:
        raise Http404
    return cases_alike(request.user, first).with_texts()[:MOST]


def _of_one_consultation(cases, user):
    """Those this moderator can decide now, of the consultation of the first of them."""
    free = [each for each in cases if each.state == CaseState.OPEN and each.holder in (None, user)]
    return [each for each in free if each.consultation_id == free[0].consultation_id]


def _sent(request, queue):
    seen = _seen(request)
    if "release" in request.POST:
        release_cases(by=request.user, cases=[case for case, _version in seen])
        return redirect(queue.address)
    offered = _of_one_consultation(_offered(request, queue), request.user)
    if not seen:
        return _nothing_chosen(request, queue, offered)
    form = TogetherForm(request.POST, consultation=seen[0][0].consultation)
    cases = _with_chosen(offered, seen)
    chosen = {case.pk for case, _version in seen}
    try:
        if form.is_valid() and form.mark_of(seen) == request.POST.get("checked"):
            done = decide_cases(by=request.user, seen=seen, **form.typed())
            return _answered(request, queue, form, done)
        if form.is_valid():
            return _checked(request, queue, form, seen, cases)
    except Invalid as invalid:
        form.add_refusal(invalid)
    return _page(request, queue, cases, chosen, form, status=422)


def _nothing_chosen(request, queue, offered):
    """What was typed stays, for the cases that can still be chosen."""
    messages.error(request, _("Choose the cases to be decided."))
    if not offered:
        return redirect(queue.address)
    form = TogetherForm(request.POST, consultation=offered[0].consultation)
    return _page(request, queue, offered, set(), form, status=422)


def _with_chosen(offered, seen):
    """The list as it was, with what was ticked in it."""
    ticked = [case for case, _version in seen]
    known = {case.pk for case in ticked}
    room = ticked[0].consultation_id
    others = [case for case in offered if case.pk not in known and case.consultation_id == room]
    return sorted([*ticked, *others], key=lambda case: (case.waiting_since, case.pk))


def _seen(request):
    """[(case, version as it was on the page)] of what was ticked and this person may read."""
    ticked = [CHOSEN.fullmatch(value) for value in request.POST.getlist("case")[: MOST + 1]]
    versions = {int(each[1]): int(each[2]) for each in ticked if each}
    cases = Case.objects.visible_to(request.user).with_texts().filter(pk__in=versions)
    return [(case, versions[case.pk]) for case in cases.order_by("waiting_since", "id")]


def _checked(request, queue, form, seen, cases):
    """The cases are held now; every notice stands on the page, and the next press decides."""
    ready = prepare_cases(by=request.user, seen=seen, **form.typed())
    lost = {case.pk for case, _refusal in ready.left}
    chosen = {decision.case_id for decision in ready.decisions}
    fresh = Case.objects.with_texts().in_bulk([case.pk for case in cases])
    cases = [fresh[case.pk] for case in cases if case.pk not in lost]
    form.checked = form.mark_of([(case, version) for case, version in seen if case.pk in chosen])
    notices = [words_of(each) | {"case": each.case, "is_sent": each.restricts} for each in ready.decisions]
    left = _said(ready.left)
    return _page(request, queue, cases, chosen, form, left=left, notices=notices, status=409 if left else 200)


def _answered(request, queue, form, done):
    number = len(done.decisions)
    if number:
        told = ngettext("%(n)d case is decided.", "%(n)d cases are decided.", number) % {"n": number}
        messages.success(request, told)
    if not done.left:
        return redirect(queue.address)
    again = Case.objects.with_texts().filter(pk__in=[case.pk for case, _refusal in done.left])
    cases = [each for each in again.order_by("waiting_since", "id") if each.state == CaseState.OPEN]
    return _page(request, queue, cases, set(), form, left=_said(done.left), status=409)


def _said(left):
    return [(case, str(refusal)) for case, refusal in left]


def _page(request, queue, cases, chosen, form, *, left=(), notices=(), status=200):
    for each in cases:
        each.contribution.consultation = each.consultation
    note_readings(by=request.user, cases=cases)
    context = {
        "queue": queue,
        "rows": [(each, each.pk in chosen) for each in cases],
        "form": form,
        "left": left,
        "notices": notices,
        "errors_on_page": status == 422,
        "nav_current": "moderation",
    }
    return render(request, "moderation/together.html", context, status=status)
