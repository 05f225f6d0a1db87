"""The workbench: a consultation's run, its themes, one theme with its words, the least certain passages."""

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from consult.enums import Role
from consult.models import Consultation
from consult.rules import refusal
from proposals.themes.actions.reports import missing_for_report
from proposals.themes.enums import Place, ThemeState
from proposals.themes.forms import RunForm, ThemeForm
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment, ThemeReport, ThemeRun
from proposals.themes.querysets import texts_for_staff

from .access import analysed_or_refused, current_run, theme_or_404

LEAST_CERTAIN = 8
PAGE = 50


@login_required
@require_GET
def analyses(request):
    """`/themes/`: the consultations this person analyses."""
    rows = Consultation.objects.staffed_by(request.user, Role.ANALYST).order_by("-id")
    return render(request, "themes/analyses.html", {"consultations": rows, "nav_current": "themes"})


@require_GET
def show_workbench(request, slug):
    """`/themes/SLUG/`: the run and the largest theme."""
    consultation = analysed_or_refused(request, slug)
    return workbench_page(request, consultation, None, detail=False)


@require_GET
def show_theme(request, slug, pk):
    """`/themes/SLUG/ID/`: one theme beside the others."""
    consultation = analysed_or_refused(request, slug)
    return workbench_page(request, consultation, theme_or_404(consultation, pk), detail=True)


def workbench_page(request, consultation, theme, *, detail, form=None, status=200):
    """The three panes; without a theme the largest one stands in the middle."""
    run = theme.codebook.run if theme else current_run(consultation)
    themes = list(Theme.objects.of_run(run)) if run else []
    theme = theme or next((each for each in themes if each.state != ThemeState.DISMISSED), None)
    context = {
        **workbench_context(request.user, consultation, run),
        "themes": themes,
        "theme": theme,
        "detail": detail,
        "form": form or (theme and _form(theme)),
        "errors_on_page": status == 422,
        "quotes": quotes_of(request.user, theme) if theme else [],
        "uncertain": least_certain(request.user, run) if run else [],
        "analysed": _analysed(run) if run else 0,
    }
    return render(request, "themes/workbench.html", context, status=status)


def workbench_context(user, consultation, run):
    """The run bar and the ledger, on every page of the workbench."""
    running = ThemeRun.objects.unfinished().filter(consultation=consultation).first()
    latest = ThemeRun.objects.filter(consultation=consultation).first()
    return {
        "consultation": consultation,
        "run": run,
        "running": running,
        "latest": latest,
        "frozen": bool(run) and ThemeReport.objects.holding().filter(run=run).exists(),
        "places": places_of(consultation, run) if run else [],
        "missing": _missing(user, consultation, run),
        "run_form": RunForm(auto_id="run_%s"),
        "nav_current": "themes",
    }


def _missing(user, consultation, run):
    """What keeps this person from freezing the findings, the rule that speaks against them first."""
    refused = refusal("themes.freeze", user, consultation)
    return [*([str(refused)] if refused else []), *missing_for_report(consultation, run)]


def places_of(consultation, run):
    """[(place, number, url)] of the ledger, without the places nothing stands in."""
    numbers = Counter(LedgerLine.objects.filter(run=run).values_list("place", flat=True))
    return [
        (place, numbers[place], reverse("workbench_place", args=[consultation.slug, place.value]))
        for place in Place
        if numbers[place] and place != Place.IN_THEMES
    ]


def _analysed(run):
    return LedgerLine.objects.filter(run=run, place__in=Place.analysed()).count()


def _form(theme):
    initial = {"name": theme.name, "definition": theme.definition, "version": theme.version}
    return ThemeForm(initial=initial, auto_id="theme_%s")


def quotes_of(user, theme):
    """The passages nearest the middle of a theme, as staff may read them."""
    rows = ThemeAssignment.objects.counted().filter(theme=theme, central_rank__isnull=False)
    return _readable(user, theme.consultation, rows.order_by("central_rank"))


def least_certain(user, run):
    """Passages that lie between two themes, for a person to place."""
    rows = ThemeAssignment.objects.filter(run=run, sure=False, theme__state__in=ThemeState.standing())
    return _readable(user, run.consultation, rows.order_by("confidence", "pk")[:LEAST_CERTAIN])


def _readable(user, consultation, rows):
    """[(assignment, its words)] of what staff may read now."""
    rows = list(rows.select_related("theme"))
    texts = texts_for_staff(user, consultation).select_related("submission")
    readable = texts.in_bulk([row.contribution_id for row in rows])
    found = []
    for row in rows:
        if text := readable.get(row.contribution_id):
            row.contribution = text
            found.append((row, row.passage(text.public_text) or text.title))
    return found


@require_GET
def show_place(request, slug, place):
    """`/themes/SLUG/places/PLACE/`: what stands in one place of the ledger."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    if run is None or place not in Place.values:
        raise Http404
    lines = LedgerLine.objects.filter(run=run, place=place)
    texts = texts_for_staff(request.user, consultation).filter(submission__in=lines.values("submission_id"))
    page = Paginator(texts.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        **workbench_context(request.user, consultation, run),
        "place": Place(place),
        "number": lines.count(),
        "reasons": Counter(line.get_reason_display() for line in lines.exclude(reason="")).items(),
        "page": page,
    }
    return render(request, "themes/place.html", context)
