"""The tables of the population an analyst gives, and who was heard so far against them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.enums import QuestionKind
from consult.errors import Invalid, Stale
from consult.tables import as_csv
from proposals.themes.actions import give_reference_table, take_away_reference_table
from proposals.themes.exchange.forms import ReferenceForm
from proposals.themes.exchange.references import COLUMNS
from proposals.themes.models import ReferenceTable
from proposals.themes.reports.coverage import coverage_of
from proposals.themes.reports.people import coverages

from .access import analysed_or_refused, current_run
from .people import coverage_rows


@require_http_methods(["GET", "POST"])
def show_people_here(request, slug):
    """`/themes/SLUG/people/`: the tables in use; POST gives one."""
    consultation = analysed_or_refused(request, slug)
    questions = answered_by_choice(consultation)
    form = ReferenceForm(request.POST or None, request.FILES or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            give_reference_table(by=request.user, consultation=consultation, **form.given())
            messages.success(request, _("The table is in use."))
            return redirect("people_here", slug)
        except Invalid as invalid:
            form.add_refusal(invalid)
        except Stale as stale:
            form.add_error(None, str(stale))
    return _page(request, consultation, questions, form)


def answered_by_choice(consultation):
    """The questions a table may be about: of one answer, chosen."""
    asked = consultation.questions.in_use().select_related("consultation")
    return [each for each in asked if each.kind != QuestionKind.OPEN and not each.multiple]


def _page(request, consultation, questions, form):
    run = current_run(consultation)
    threshold = consultation.disclosure_threshold
    tables = list(
        ReferenceTable.objects.in_use()
        .visible_to(request.user)
        .filter(consultation=consultation)
        .select_related("question__consultation", "uploaded_by")
    )
    heard = coverages(coverage_of(run, threshold), {table.pk: table for table in tables}) if run else []
    context = {
        "consultation": consultation,
        "run": run,
        "tables": tables,
        "questions": questions,
        "coverages": [coverage_rows(each, threshold) for each in heard],
        "form": form,
        "nav_current": "themes",
    }
    return render(request, "themes/people_here.html", context, status=422 if form.errors else 200)


@require_GET
def download_empty_table(request, slug, pk):
    """`/themes/SLUG/people/ID/empty.csv`: the answers of a question, to write the numbers beside."""
    consultation = analysed_or_refused(request, slug)
    question = get_object_or_404(consultation.questions.in_use().select_related("consultation"), pk=pk)
    rows = [[value, None] for value, _label in question.labelled_choices]
    response = HttpResponse(as_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{question.key}.csv"'
    return response


@require_POST
def take_away(request, slug, pk):
    """`/themes/SLUG/people/ID/away/`: the next report does without this table."""
    consultation = analysed_or_refused(request, slug)
    tables = ReferenceTable.objects.visible_to(request.user).filter(consultation=consultation)
    take_away_reference_table(by=request.user, table=get_object_or_404(tables, pk=pk))
    messages.success(request, _("The table is taken away. Reports already published keep it."))
    return redirect("people_here", slug)
