"""Exchange with other tools: files of a run's themes and mapping, out, and in with a look before."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consult.enums import QuestionKind
from consult.errors import Invalid, Stale
from consult.rules import refusal
from proposals.themes.actions import export_run, show_import, take_over_import
from proposals.themes.enums import ImportState
from proposals.themes.exchange.forms import ImportForm, QuestionForm
from proposals.themes.exchange.plan import plan_of
from proposals.themes.exchange.tables import XLSX_TYPE
from proposals.themes.models import Theme, ThemeImport

from .access import analysed_or_refused, current_run

FILES = {
    "themes": ["json", "csv", "xlsx"],
    "mapping": ["jsonl", "csv", "xlsx"],
    "responses": ["jsonl", "csv", "xlsx"],
}
TYPES = {
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX_TYPE,
}
SHOWN = 50  # changes of each kind that the preview lists


@require_http_methods(["GET", "POST"])
def show_exchange(request, slug):
    """`/themes/SLUG/exchange/`: files to take away; POST reads files and shows what they would change."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    questions = open_questions(consultation)
    form = ImportForm(request.POST or None, request.FILES or None, questions=questions)
    if request.method == "POST" and run and form.is_valid():
        try:
            shown = show_import(by=request.user, run=run, **form.given())
            return redirect("theme_import", slug, shown.pk)
        except Invalid as invalid:
            form.add_refusal(invalid)
    context = {
        "consultation": consultation,
        "run": run,
        "refused": run and refusal("themes.edit", request.user, run),
        "confirmed": Theme.objects.of_run(run).confirmed().count() if run else 0,
        "files": FILES,
        "questions": questions,
        "chosen": request.GET.get("question", ""),
        "form": form,
        "imports": _taken_over(run),
        "nav_current": "themes",
    }
    return render(request, "themes/exchange.html", context, status=422 if form.errors else 200)


def open_questions(consultation):
    asked = consultation.questions.in_use().select_related("consultation")
    return [each for each in asked if each.kind == QuestionKind.OPEN]


def _taken_over(run):
    if run is None:
        return []
    return run.imports.filter(state=ImportState.APPLIED).select_related("uploaded_by", "edit")[:SHOWN]


@require_GET
def download(request, slug, what, ending):
    """`/themes/SLUG/exchange/WHAT.ENDING`: the themes, the mapping or the responses of the run."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    form = QuestionForm(request.GET, questions=open_questions(consultation))
    if run is None or ending not in FILES.get(what, []) or not form.is_valid():
        raise Http404
    content = export_run(by=request.user, run=run, what=what, ending=ending, question=form.chosen())
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-{what}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def show_preview(request, slug, pk):
    """`/themes/SLUG/exchange/ID/`: everything an import would change, before it does."""
    theme_import = _import_or_404(request, slug, pk)
    plan = plan_of(theme_import.run, theme_import.payload)
    context = {
        "consultation": theme_import.consultation,
        "import": theme_import,
        "waits": theme_import.state == ImportState.SHOWN,
        "plan": plan,
        "moved": len(plan.moved),
        "reworded": plan.reworded[:SHOWN],
        "new": plan.new[:SHOWN],
        "nav_current": "themes",
    }
    return render(request, "themes/exchange_preview.html", context)


@require_POST
def take_over(request, slug, pk):
    """`/themes/SLUG/exchange/ID/take-over/`: write what was shown."""
    theme_import = _import_or_404(request, slug, pk)
    try:
        take_over_import(by=request.user, theme_import=theme_import)
    except Stale:
        words = _("The themes changed since you looked. This is what the files would change now.")
        messages.warning(request, words)
        return redirect("theme_import", slug, pk)
    texts = len(theme_import.payload["mapping"])
    themes = len(theme_import.payload["themes"])
    said = ngettext("%(n)d theme is taken over.", "%(n)d themes are taken over.", themes) % {"n": themes}
    placed = ngettext("%(n)d text is where the file says.", "%(n)d texts are where the file says.", texts)
    messages.success(request, f"{said} {placed % {'n': texts}}")
    return redirect("exchange", slug)


def _import_or_404(request, slug, pk):
    consultation = analysed_or_refused(request, slug)
    imports = ThemeImport.objects.visible_to(request.user).filter(run__consultation=consultation)
    return get_object_or_404(imports.select_related("run__consultation", "uploaded_by"), pk=pk)
