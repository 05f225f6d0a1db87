"""What authors say back: this is not what I meant, and did this answer you; by account, by session or
by receipt.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid
from proposals.models import Participant, Submission
from proposals.themes.actions import correct_theme, give_verdict
from proposals.themes.forms import CorrectionForm, VerdictForm
from proposals.themes.models import Correction, OfficialResponse, Theme, Verdict
from proposals.themes.outcomes import authors_of, themes_by_submission
from proposals.views.own import own_texts
from proposals.views.receipts import opened_by, private


@require_http_methods(["GET", "POST"])
def correct(request, pk, theme, code=""):
    """`/me/contributions/ID/themes/ID/` and `/receipts/CODE/…`: the other themes, or words of one's own."""
    submission = get_object_or_404(_own(request, code).with_line(), pk=pk)
    theme = _theme_of(submission, theme)
    waiting = Correction.objects.waiting().filter(submission=submission, from_theme=theme).first()
    others = Theme.objects.of_run(theme.codebook.run_id).confirmed().exclude(pk=theme.pk)
    form = CorrectionForm(request.POST or None, themes=others, initial=_said(waiting), auto_id="%s")
    if form.is_bound and form.is_valid() and _corrected(submission, theme, form):
        messages.success(request, _("Thank you. An analyst reads it and tells you what comes of it."))
        return redirect(_home(code))
    context = {
        "submission": submission,
        "texts": own_texts(submission),
        "theme": theme,
        "waiting": waiting,
        "form": form,
        "home": _home(code),
        "errors_on_page": form.is_bound,
        "nav_current": "mine",
    }
    return _private(render(request, "themes/correct.html", context, status=422 if form.is_bound else 200))


def _own(request, code):
    return opened_by(request, code) if code else Submission.objects.visible_to(request.user)


def _theme_of(submission, pk):
    theme = get_object_or_404(Theme.objects.confirmed().select_related("codebook__run"), pk=pk)
    run = theme.codebook.run_id
    if theme.pk not in themes_by_submission([run], [submission.pk]).get(submission.pk, []):
        raise Http404
    return theme


def _said(waiting):
    if waiting is None:
        return {}
    return {"theme": waiting.to_theme_id or "none", "words": waiting.words}


def _corrected(submission, theme, form):
    typed = form.cleaned_data
    try:
        correct_theme(
            participant=submission.participant,
            submission=submission,
            from_theme=theme,
            to_theme=typed["theme"],
            words=typed["words"],
        )
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    return True


@require_http_methods(["GET", "POST"])
def verdict(request, pk, code=""):
    """`/me/answers/ID/verdict/` and `/receipts/CODE/…`: yes, partly or no; opening it changes nothing."""
    response = get_object_or_404(OfficialResponse.objects.published().named(), pk=pk)
    participant = _author(request, code, response)
    given = Verdict.objects.filter(response=response, participant=participant).first()
    initial = {"word": given.word, "why": given.why} if given else {}
    form = VerdictForm(request.POST or None, initial={**initial, **_asked(request)}, auto_id="%s")
    if form.is_bound and form.is_valid():
        give_verdict(participant=participant, response=response, **form.cleaned_data)
        messages.success(request, _("Thank you. It is counted with the answers."))
        return redirect(_home(code))
    context = {
        "response": response,
        "form": form,
        "home": _home(code),
        "errors_on_page": form.is_bound,
        "nav_current": "mine",
    }
    return _private(render(request, "themes/verdict.html", context, status=422 if form.is_bound else 200))


def _asked(request):
    return {"word": request.GET["word"]} if "word" in request.GET else {}


def _author(request, code, response):
    """The participant this visitor speaks for, whose words the answer is to."""
    mine = Participant.objects.filter(submissions__in=_own(request, code), pk__in=authors_of(response))
    participant = mine.distinct().first()
    if participant is None:
        raise Http404
    return participant


def _home(code):
    return reverse("receipt", args=[code]) if code else reverse("mine")


def _private(response):
    """As pages that a receipt opens, but their forms must say where they come from, or are refused."""
    private(response)["Referrer-Policy"] = "same-origin"
    return response
