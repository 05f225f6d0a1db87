"""The workbench: a consultation's run, its tree of themes, one theme beside its texts."""

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from consult.enums import Role
from consult.models import Consultation
from proposals.models import Contribution
from proposals.themes.contrasts import contrasts_of, fingerprint, reading_of, unread_in
from proposals.themes.enums import Place, ThemeState
from proposals.themes.models import LedgerLine, Theme, ThemeRun
from proposals.themes.querysets import texts_for_staff
from proposals.themes.workbench import history, passages
from proposals.themes.workbench.forms import FilterForm, RunForm, ThemeForm
from proposals.themes.workbench.structure import MOST_GROUPS

from .access import analysed_or_refused, current_run, theme_or_404

PAGE = 50
QUOTES = 5
IN_HISTORY = 5
KEPT_SECONDS = 600


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
    """`/themes/SLUG/ID/`: one theme beside the others and its texts; the query narrows the texts."""
    consultation = analysed_or_refused(request, slug)
    return workbench_page(request, consultation, theme_or_404(consultation, pk), detail=True)


def workbench_page(request, consultation, theme, *, detail, form=None, stale=None, status=200):
    """The three panes; without a theme the largest one stands in the middle.

    `stale`: the edits somebody made since the form on the page was opened, whose words are kept.
    """
    run = theme.codebook.run if theme else current_run(consultation)
    if run:
        run.consultation = consultation
    themes = themes_of(run) if run else []
    theme = theme or next((each for each in themes if each.state != ThemeState.DISMISSED), None)
    if theme:
        theme.codebook = run.codebook
        theme.codebook.consultation, theme.codebook.run = consultation, run
    around = workbench_context(request.user, consultation, run)
    context = {
        **around,
        **(theme_context(request, run, theme, around["seen"]) if theme else {}),
        "themes": themes,
        "tree": tree_of(themes),
        "most_groups": min(MOST_GROUPS, 3 * len(themes)),
        "detail": detail,
        "form": form or (theme and _form(theme)),
        "stale": [(edit, history.sentence(edit)) for edit in stale or []],
        "is_stale": stale is not None,
        "errors_on_page": status == 422,
    }
    return render(request, "themes/workbench.html", context, status=status)


def workbench_context(user, consultation, run):
    """The run bar, the ledger and what forms have to know, on every page of the workbench."""
    state = history.state_of(run, user) if run else {}
    latest = run if run and not state["newer"] else _latest(consultation)
    numbers = _ledger(run) if run else {}
    return {
        "consultation": consultation,
        "run": run,
        "running": latest if latest and latest.is_unfinished else None,
        "latest": latest,
        "places": _places(consultation, numbers),
        "analysed": sum(numbers.get(place, 0) for place in Place.analysed()),
        "run_form": RunForm(auto_id="run_%s"),
        "nav_current": "themes",
        **state,
    }


def _latest(consultation):
    return ThemeRun.objects.filter(consultation=consultation).defer("structure").first()


def theme_context(request, run, theme, seen):
    """One theme: its quotes, its history, the texts the address asks for."""
    wanted = passages.Wanted.from_query(request.GET)
    readable = texts_for_staff(request.user, run.consultation)
    edits = history.edits_of(run, theme=theme, most=IN_HISTORY)
    return {
        "theme": theme,
        "quotes": quotes_of(readable, theme),
        **contrasting(readable, theme),
        "words": passages.counted_words(readable, theme),
        "examples": examples_of(readable, theme),
        "edits": [(edit, history.sentence(edit)) for edit in edits],
        "wanted": wanted,
        "shelves": _shelves(theme, wanted),
        "texts": passages.page_of(readable, run, theme, wanted, kept=f"{request.user.pk}:{seen}"),
        "filter_form": filter_form(run, wanted) if wanted.is_narrowed or "narrow" in request.GET else None,
    }


def filter_form(run, wanted):
    """The filters, with what can be chosen in this run: kept a while, as what a run sorted is frozen."""
    key = f"bench:{run.pk}:{get_language()}"
    choices = cache.get(key)
    if choices is None:
        choices = _choices(run.consultation)
        cache.set(key, choices, KEPT_SECONDS)
    return FilterForm(wanted.filters, auto_id="filter_%s", **choices)


def _choices(consultation):
    texts = Contribution.objects.for_analysis(consultation)
    pairs = set(texts.order_by().values_list("participant__respondent_type", "language").distinct())
    return {
        "questions": [(question.pk, question.text) for question in consultation.questions.all()],
        "respondents": sorted({respondent for respondent, _language in pairs} - {""}),
        "languages": sorted({language for _respondent, language in pairs}),
    }


def _shelves(theme, wanted):
    """[(show, query, current)] of the three lists of texts, narrowed alike."""
    rows = [passages.Wanted(show, wanted.filters) for show in passages.SHOWN]
    return [(row.show, row.query, row.show == wanted.show) for row in rows]


def themes_of(run):
    return list(Theme.objects.of_run(run).select_related("merged_into", "contrast_reading__read_by"))


def tree_of(themes):
    """[(theme, is a sub-theme)]: by size, each above its sub-themes; dismissed ones at the end."""
    below: dict = {}
    for theme in themes:
        if theme.parent_id and theme.state != ThemeState.DISMISSED:
            below.setdefault(theme.parent_id, []).append(theme)
    tops = [theme for theme in themes if theme.state != ThemeState.DISMISSED and not theme.parent_id]
    gone = [theme for theme in themes if theme.state == ThemeState.DISMISSED]
    rows = [(each, each is not top) for top in tops for each in [top, *below.get(top.pk, [])]]
    return [*rows, *((theme, False) for theme in gone)]


def _ledger(run):
    rows = LedgerLine.objects.filter(run=run).order_by().values_list("place")
    return dict(rows.annotate(number=Count("pk")))


def _places(consultation, numbers):
    """[(place, number, url)] of the ledger, without the places nothing stands in."""
    return [
        (place, numbers[place], reverse("workbench_place", args=[consultation.slug, place.value]))
        for place in Place
        if numbers.get(place) and place != Place.IN_THEMES
    ]


def _form(theme):
    words = ("name", "definition", "includes", "excludes", "examples", "version")
    return ThemeForm(initial={name: getattr(theme, name) for name in words}, auto_id="theme_%s")


def quotes_of(texts, theme):
    """The passages nearest the middle of a theme and of its sub-themes, as staff may read them.

    Of a theme that people made no middle is known: the surest ones, which a report quotes too.
    """
    rows = passages.counted_in(theme).filter(contribution__in=texts.values("pk"))
    rows = rows.select_related("contribution__submission")
    found = rows.order_by(F("central_rank").asc(nulls_last=True), "-confidence", "pk")[:QUOTES]
    central = [row for row in found if row.central_rank is not None]
    return [(row, passages.words_of(row)) for row in central or found]


def contrasting(texts, theme):
    """The passages that say otherwise, with what a form says of them, and who read them last."""
    rows = contrasts_of(texts, theme)
    return {
        "contrasts": [(row, passages.words_of(row)) for row in rows],
        "contrasts_seen": fingerprint(rows),
        "contrasts_unread": unread_in(theme, rows),
        "contrasts_read": reading_of(theme),
    }


def examples_of(texts, theme):
    """The texts that show what belongs in a theme, those that staff may read now."""
    if not theme.examples:
        return []
    return texts.filter(pk__in=theme.examples).order_by("pk")


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
    reasons = lines.exclude(reason="").order_by().values_list("reason").annotate(number=Count("pk"))
    context = {
        **workbench_context(request.user, consultation, run),
        "place": Place(place),
        "number": lines.count(),
        "reasons": [(LedgerLine(reason=reason).get_reason_display(), number) for reason, number in reasons],
        "page": page,
    }
    return render(request, "themes/place.html", context)
