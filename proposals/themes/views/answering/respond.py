"""Where policymakers answer what a published report asks of them, and check each other's answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.errors import Invalid, Refused, Stale
from consult.rules import allowed
from proposals.themes import actions
from proposals.themes.actions.answering.responses import has_been_read, team_of
from proposals.themes.forms import (
    CommitmentForm,
    DutyForm,
    KeptForm,
    NewCommitmentForm,
    ResponseForm,
    SendBackForm,
    StepForm,
)
from proposals.themes.models import OfficialResponse, Verdict
from proposals.themes.outcomes import authors_of
from proposals.themes.querysets import texts_for_staff
from proposals.themes.reports.answers import reach_of

from ..access import answering_or_refused, report_of
from ..workbench import quotes_of
from .subjects import subject_or_404, subjects_of

FIELDS = ["decision", "asked", "said", "action", "reason", "version"]
KEPT, STEP, NEW = "kept", "step", "new"


@require_GET
def show_answers(request, slug):
    """`/themes/SLUG/responses/`: the first thing without an answer, else the largest theme."""
    consultation = answering_or_refused(request, slug)
    subjects = subjects_of(report_of(consultation, request.user))
    first = next((each for each in subjects if not (each.response and each.response.is_ready)), subjects[0])
    return redirect(first.url)


@require_http_methods(["GET", "POST"])
def write(request, slug, kind, pk):
    """`/themes/SLUG/responses/KIND/ID/`: the answer to a theme, a campaign or what fits no theme."""
    consultation = answering_or_refused(request, slug)
    subjects = subjects_of(report_of(consultation, request.user))
    subject = subject_or_404(subjects, kind, pk)
    form = ResponseForm(request.POST or None, initial=_initial(subject.response), auto_id="%s")
    promise = CommitmentForm(request.POST or None, prefix="promise", auto_id="%s")
    if form.is_bound and form.is_valid() and promise.is_valid() and _saved(request, subject, form, promise):
        return redirect(subject.url)
    return _page(request, consultation, subjects, subject, form=form, promise=promise)


def _initial(response):
    return {name: getattr(response, name) for name in FIELDS} if response and response.decision else {}


def _saved(request, subject, form, promise):
    """Write, promise and, when the first button was pressed, send for the check; False with the reason
    on it.
    """
    try:
        response = actions.write_response(by=request.user, **subject.given, **form.cleaned_data)
        if promise.cleaned_data["what"]:
            actions.make_commitment(by=request.user, response=response, **promise.cleaned_data)
        if "check" not in request.POST:
            messages.success(request, _("The answer is saved. Nobody outside the team can read it yet."))
            return True
        actions.send_for_check(by=request.user, response=response)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    messages.success(request, _("The answer waits for a second person of the team to check it."))
    return True


def _response_or_404(request, slug, pk):
    """(consultation, subjects, the subject, its response) of an address that names a response."""
    consultation = answering_or_refused(request, slug)
    response = get_object_or_404(OfficialResponse.objects.named(), pk=pk, consultation=consultation)
    subjects = subjects_of(report_of(consultation, request.user))
    subject = next((each for each in subjects if each.response == response), None)
    return consultation, subjects, subject, response


@require_POST
def decide_check(request, slug, pk):
    """`/themes/SLUG/answers/ID/check/`: a second person stands for it, or sends it back with a note."""
    consultation, subjects, subject, response = _response_or_404(request, slug, pk)
    version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
    form = SendBackForm(request.POST, auto_id="return_%s")
    try:
        if "return" not in request.POST:
            actions.check_response(by=request.user, response=response, version=version)
            messages.success(request, _("Checked. It may be published."))
            return redirect(subject.url)
        if form.is_valid():
            actions.return_response(by=request.user, response=response, version=version, **form.cleaned_data)
            messages.success(request, _("It is back with who wrote it."))
            return redirect(subject.url)
    except Invalid as invalid:
        form.add_refusal(invalid)
    except Stale as stale:
        form.add_error(None, str(stale))
    return _page(request, consultation, subjects, subject, refused={"return": form})


@require_POST
def publish(request, slug, pk):
    """`/themes/SLUG/answers/ID/publish/`: this one answer, by itself."""
    _consultation, _subjects, subject, response = _response_or_404(request, slug, pk)
    try:
        actions.publish_response(by=request.user, response=response)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _told(len(authors_of(response))))
    return redirect(subject.url)


def _told(people):
    return ngettext(
        "The answer is published. %(n)d person is told.",
        "The answer is published. %(n)d people are told.",
        people,
    ) % {"n": people}


@require_POST
def give_duty(request, slug, kind, pk):
    """`/themes/SLUG/responses/KIND/ID/duty/`: who of the team owes this answer."""
    consultation = answering_or_refused(request, slug)
    subjects = subjects_of(report_of(consultation, request.user))
    subject = subject_or_404(subjects, kind, pk)
    form = DutyForm(request.POST, team=team_of(consultation), auto_id="duty_%s")
    if form.is_valid():
        actions.give_duty(by=request.user, **subject.given, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(subject.url)
    return _page(request, consultation, subjects, subject, refused={"duty": form})


@require_POST
def read_unsure(request, slug, pk):
    """`/themes/SLUG/responses/unsure/ID/read/`: somebody of the team has read what fits no theme."""
    consultation = answering_or_refused(request, slug)
    subject = subject_or_404(subjects_of(report_of(consultation, request.user)), "unsure", pk)
    actions.record_reading(by=request.user, run=subject.thing)
    messages.success(request, _("Noted under your name. Now it can be answered."))
    return redirect(subject.url)


def delivery_form(kind, commitment, typed=None):
    """The form that says a promise is kept, or that something happened on the way to it."""
    form = {KEPT: KeptForm, STEP: StepForm}[kind]
    return form(typed, prefix=f"{kind}-{commitment.pk}", auto_id="%s")


def new_promise_form(typed=None):
    """The form that adds a promise to a published answer."""
    return NewCommitmentForm(typed, prefix=NEW, auto_id="%s")


def published_page(request, consultation, response, refused):
    """The page of a published answer with what is wrong in one of its forms."""
    subjects = subjects_of(report_of(consultation, request.user))
    subject = next(each for each in subjects if each.response == response)
    return _page(request, consultation, subjects, subject, refused=refused)


def promises_of(response, refused):
    """[{commitment, forms}]: each promise of a published answer with the forms that are left for it."""
    if response is None or response.published_at is None:
        return []
    return [
        {
            "commitment": each,
            "forms": {
                kind: refused.get((each.pk, kind)) or delivery_form(kind, each)
                for kind in ((STEP,) if each.kept_on else (STEP, KEPT))
            },
        }
        for each in response.commitments.prefetch_related("milestones")
    ]


def _page(request, consultation, subjects, subject, *, form=None, promise=None, refused=None):
    refused, response = refused or {}, subject.response
    form = form or ResponseForm(initial=_initial(response), auto_id="%s")
    promise = promise or CommitmentForm(prefix="promise", auto_id="%s")
    forms = [form, promise, *refused.values()]
    failed = any(each.is_bound for each in forms)
    context = {
        **_findings(request.user, consultation, subject),
        "subjects": subjects,
        "subject": subject,
        "response": response,
        "form": form,
        "promise": promise,
        "promises": promises_of(response, refused),
        "new_promise": refused.get(NEW) or new_promise_form(),
        "duty": refused.get("duty") or _duty_form(consultation, response),
        "return_form": refused.get("return") or SendBackForm(auto_id="return_%s"),
        "may_write": allowed("themes.respond", request.user, consultation),
        "may_check": bool(response) and allowed("themes.check_response", request.user, response),
        "forms": forms,
        "people": reach_of(subject),
        "words": _words_for_team(response),
        "errors_on_page": failed,
        "nav_current": "responses",
    }
    return render(request, "themes/respond.html", context, status=422 if failed else 200)


def _duty_form(consultation, response):
    initial = {"owner": response.owner_id if response else ""}
    return DutyForm(initial=initial, team=team_of(consultation), auto_id="duty_%s")


def _words_for_team(response):
    """What people wrote to "did this answer you?", newest first, without who it was."""
    if response is None:
        return []
    return Verdict.objects.filter(response=response).exclude(why="").order_by("-given_at")[:20]


def _findings(user, consultation, subject):
    """What is answered: the frozen findings on it."""
    report = report_of(consultation, user)
    frozen = {each["id"]: each for each in report.bundle["themes"]}
    theme = subject.thing if subject.kind == "theme" else None
    return {
        "consultation": consultation,
        "report": report,
        "theme": theme,
        "frozen": frozen.get(theme.pk) if theme else None,
        "analysed": report.bundle["analysed"],
        "quotes": quotes_of(texts_for_staff(user, consultation), theme)[:2] if theme else [],
        "unread": subject.kind == "unsure_of" and not has_been_read(subject.thing),
    }
