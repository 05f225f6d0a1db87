"""Where policymakers answer the themes of a published report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from consult.enums import Role
from consult.errors import Invalid, Stale
from consult.models import Consultation
from proposals.themes.actions import make_commitment, publish_response, write_response
from proposals.themes.actions.responses import authors_of
from proposals.themes.forms import CommitmentForm, KeptForm, NewCommitmentForm, ResponseForm, StepForm
from proposals.themes.models import OfficialResponse, Theme

from .access import answered_or_refused, report_of, theme_or_404
from .workbench import quotes_of

FIELDS = ["decision", "asked", "said", "action", "reason", "version"]
KEPT, STEP, NEW = "kept", "step", "new"


@login_required
@require_GET
def answering(request):
    """`/responses/`: the consultations this person answers for."""
    rows = Consultation.objects.staffed_by(request.user, Role.RESPONDER).order_by("-id")
    reported = set(rows.filter(reports__isnull=False).values_list("pk", flat=True))
    context = {"consultations": [(row, row.pk in reported) for row in rows], "nav_current": "responses"}
    return render(request, "themes/answering.html", context)


@require_GET
def show_answers(request, slug):
    """`/themes/SLUG/responses/`: the first theme without an answer, else the largest."""
    consultation = answered_or_refused(request, slug)
    themes = list(_themes(consultation, request.user))
    answered = set(
        OfficialResponse.objects.published().filter(theme__in=themes).values_list("theme_id", flat=True)
    )
    first = next((each for each in themes if each.pk not in answered), themes[0])
    return redirect("write_response", slug, first.pk)


def _themes(consultation, user):
    report = report_of(consultation, user)
    return Theme.objects.of_run(report.run_id).confirmed().select_related("response")


@require_http_methods(["GET", "POST"])
def write(request, slug, pk):
    """`/themes/SLUG/responses/ID/`: the answer to one theme."""
    consultation = answered_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    response = OfficialResponse.objects.filter(theme=theme).first()
    form = ResponseForm(request.POST or None, initial=_initial(response), auto_id="%s")
    promise = CommitmentForm(request.POST or None, prefix="promise", auto_id="%s")
    complete = form.is_bound and form.is_valid() and promise.is_valid()
    if complete and _saved(request, theme, form, promise):
        return redirect("write_response", slug, pk)
    return _page(request, consultation, theme, response, form, promise)


def _initial(response):
    return {name: getattr(response, name) for name in FIELDS} if response else {}


def _saved(request, theme, form, promise):
    """Write, promise and, when the second button was pressed, publish; False with the reason on the form."""
    try:
        response = write_response(by=request.user, theme=theme, **form.cleaned_data)
        if promise.cleaned_data["what"]:
            make_commitment(by=request.user, response=response, **promise.cleaned_data)
        if "publish" not in request.POST:
            messages.success(request, _("The answer is saved. Nobody else can read it yet."))
            return True
        publish_response(by=request.user, response=response)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    except Stale as stale:
        form.add_error(None, str(stale))
        return False
    messages.success(request, _told(authors_of(theme.pk).count()))
    return True


def _told(people):
    return ngettext(
        "The answer is published. %(n)d person is told.",
        "The answer is published. %(n)d people are told.",
        people,
    ) % {"n": people}


def delivery_form(kind, commitment, typed=None):
    """The form that says a promise is kept, or that something happened on the way to it."""
    form = {KEPT: KeptForm, STEP: StepForm}[kind]
    return form(typed, prefix=f"{kind}-{commitment.pk}", auto_id="%s")


def new_promise_form(typed=None):
    """The form that adds a promise to a published answer."""
    return NewCommitmentForm(typed, prefix=NEW, auto_id="%s")


def published_page(request, consultation, response, refused):
    """The page of a published answer with what is wrong in one of its forms."""
    return _page(
        request,
        consultation,
        response.theme,
        response,
        ResponseForm(initial=_initial(response), auto_id="%s"),
        CommitmentForm(prefix="promise", auto_id="%s"),
        refused=refused,
    )


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


def _page(request, consultation, theme, response, form, promise, refused=None):
    refused = refused or {}
    forms = [form, promise, *refused.values()]
    failed = any(each.is_bound for each in forms)
    context = {
        **_findings(request.user, consultation, theme),
        "response": response,
        "form": form,
        "promise": promise,
        "promises": promises_of(response, refused),
        "new_promise": refused.get(NEW) or new_promise_form(),
        "forms": forms,
        "people": reach_of(theme),
        "errors_on_page": failed,
        "nav_current": "responses",
    }
    return render(request, "themes/respond.html", context, status=422 if failed else 200)


def _findings(user, consultation, theme):
    """What is answered: the frozen findings on a theme, beside the other themes."""
    report = report_of(consultation, user)
    frozen = {each["id"]: each for each in report.bundle["themes"]}
    return {
        "consultation": consultation,
        "report": report,
        "themes": list(_themes(consultation, user)),
        "theme": theme,
        "frozen": frozen.get(theme.pk),
        "analysed": report.bundle["analysed"],
        "quotes": quotes_of(user, theme)[:2],
    }


def reach_of(theme):
    """{total, by_email, receipt}: how the people of a theme can be told."""
    counts = {"total": 0, "by_email": 0, "receipt": 0}
    for participant in authors_of(theme.pk):
        counts["total"] += 1
        reachable = participant.user_id or participant.contact_email
        counts["by_email" if reachable else "receipt"] += 1
    return counts
