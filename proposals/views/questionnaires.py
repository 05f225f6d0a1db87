"""The questions of a consultation as one form page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult.enums import QuestionKind
from consult.errors import Invalid
from consult.rules import refusal
from proposals.actions.questionnaires import submit_questionnaire
from proposals.enums import Consent
from proposals.forms import AnswersForm, field_name

from .drafts import drafted
from .visitors import asks_first, consultation_or_404, keep_guest, keep_receipt, slow_down


@require_http_methods(["GET", "POST"])
def questionnaire(request, slug):
    """`/consultations/SLUG/questions/`: all questions, one page, one Submission."""
    consultation = consultation_or_404(request, slug)
    questions = list(consultation.questions.in_use().select_related("consultation"))
    refused = refusal("proposals.answer", request.user, consultation)
    names = [field_name(each.key) for each in questions if each.kind == QuestionKind.OPEN]
    boxes = {name: f"answer:{slug}:{name}" for name in names}
    written = drafted(request.user, **boxes) | {"language": request.LANGUAGE_CODE}
    form = AnswersForm(request.POST or None, questions=questions, consultation=consultation, initial=written)
    if request.method == "POST" and refused:
        raise refused
    if request.method == "POST" and form.is_valid():
        sent = _send(request, consultation, form)
        if sent:
            return redirect("sent", sent.submission.pk)
    context = {
        "consultation": consultation,
        "form": form,
        "refused": refused,
        "questions": questions,
        "rules": consultation.house_rules.in_use(),
        "errors_on_page": form.is_bound,
        "nav_current": "consultations",
    }
    return render(request, "proposals/questionnaire.html", context, status=422 if form.is_bound else 200)


def _send(request, consultation, form):
    slow_down(request, "post")
    typed = form.cleaned_data
    public = typed.get("consent", Consent.WITHHELD) != Consent.WITHHELD
    if asks_first(form, consultation, public=public, **form.open_texts()):
        return None
    try:
        sent = submit_questionnaire(
            by=request.user,
            consultation=consultation,
            answers=form.answers(),
            consent=typed.get("consent", ""),
            language=typed["language"],
            client_id=typed["client_id"],
        )
    except Invalid as invalid:
        form.add_refusal(invalid)
        return None
    keep_guest(request, sent.participant)
    keep_receipt(request, sent)
    return sent
