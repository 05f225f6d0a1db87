"""Asking another moderator to read a case, and giving a second reading."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import Invalid
from moderation.actions.second_readings import advise, ask_second_reader
from moderation.models import SecondReading
from moderation.queue_forms import AdviceForm, SecondReaderForm

from .cases import back_to, case_or_404, case_page


@require_POST
def ask(request, pk):
    """`/moderation/ID/second-reader/`: give the case back with a question to the others."""
    case = case_or_404(request, pk)
    form = SecondReaderForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, second_form=form, status=422)
    ask_second_reader(by=request.user, case=case, question=form.cleaned_data["question"])
    messages.success(request, _("The other moderators are asked. The case waits in “Second reading”."))
    return back_to(request, case)


@require_POST
def give(request, pk):
    """`/moderation/ID/second-reading/`: what the second reader thinks."""
    case = case_or_404(request, pk)
    reading = SecondReading.objects.visible_to(request.user).filter(case=case, read_at=None).first()
    if reading is None:
        raise Http404
    form = AdviceForm(request.POST)
    if form.is_valid():
        try:
            advise(by=request.user, reading=reading, advice=form.cleaned_data["advice"])
        except Invalid as invalid:
            form.add_refusal(invalid)
    if form.errors:
        return case_page(request, case, second_form=form, status=422)
    messages.success(request, _("Thank you. Who asked finds it with the case."))
    return back_to(request, case)
