"""The public report, and the texts behind each of its numbers."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consult.errors import Refused
from proposals.enums import Stance
from proposals.models import Contribution
from proposals.themes.enums import Place, WithheldReason
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment, ThemeReport
from proposals.themes.redacting import show_copies
from proposals.themes.reports.findings import findings
from proposals.themes.reports.record import record_context
from proposals.themes.reports.telling import tells_stance, told_channels

from .access import consultation_or_404, report_of
from .files import download_links
from .report_context import report_context
from .report_parts import cell_words

PAGE = 30
STATEMENTS = 10
CAMPAIGNS = 5
QUOTED_THEMES = 8
QUOTES = 2


@require_GET
def show_report(request, slug):
    """`…/report/`: the newest edition, or when to expect it."""
    consultation = consultation_or_404(request, slug)
    report = report_of(consultation, request.user)
    if report is None:
        context = {"consultation": consultation, "nav_current": "consultations"}
        return render(request, "themes/report_awaited.html", context)
    most = {"quoted": QUOTED_THEMES, "quotes": QUOTES, "statements": STATEMENTS, "campaigns": CAMPAIGNS}
    found = findings(report, request.user, **most)
    context = {**report_context(found), "files": download_links(found)}
    return render(request, "themes/report.html", context)


@require_GET
def show_edition(request, slug, edition):
    """`…/report/editions/N/`: an edition as it was published, which says what took its place."""
    consultation = consultation_or_404(request, slug)
    editions = ThemeReport.objects.visible_to(request.user).filter(consultation=consultation, edition=edition)
    report = get_object_or_404(editions.select_related("run__snapshot", "consultation").defer("inputs"))
    most = {"quoted": QUOTED_THEMES, "quotes": QUOTES, "statements": STATEMENTS, "campaigns": CAMPAIGNS}
    context = report_context(findings(report, request.user, **most))
    newest = context["editions"][0]
    context["superseded_by"] = newest if newest.edition != report.edition else None
    return render(request, "themes/report.html", context)


@require_GET
def show_record(request, slug):
    """`…/report/record/`: what software did, with which settings, and who looked after it."""
    _consultation, report = _published(request, slug)
    return render(
        request, "themes/report_record.html", {**record_context(report), "nav_current": "consultations"}
    )


@require_GET
def show_theme(request, slug, pk):
    """`…/report/themes/ID/`: every text in a theme that may be shown, and how many there are."""
    consultation, report = _published(request, slug)
    frozen = next((each for each in report.bundle["themes"] if each["id"] == pk), None)
    if frozen is None:
        raise Http404
    theme = Theme.objects.get(pk=pk)
    if frozen["held_back"]:
        context = {"theme": theme, "consultation": consultation, "held_back": True}
        return render(request, "themes/report_theme.html", {**context, "nav_current": "consultations"})
    stance, number = _asked_stance(request, frozen)
    placed = ThemeAssignment.objects.counted().filter(theme=theme)
    texts = _texts(request, consultation).filter(pk__in=placed.values("contribution_id"))
    texts = texts.filter(stance=stance) if stance else texts
    context = {"theme": theme, "frozen": frozen, "stance": stance, "stances": Stance.choices}
    context |= _listing(request, consultation, texts)
    context |= {"with_stance": tells_stance(report.bundle, pk), "channels": told_channels(report.bundle, pk)}
    return render(request, "themes/report_theme.html", {**context, "number": number})


def _asked_stance(request, frozen):
    """(the stance asked for or "", how many that is); refused where the split of the theme is held back."""
    stance = request.GET.get("stance", "")
    if not stance:
        return "", frozen["submissions"]
    if stance not in Stance.values:
        raise Http404
    if not frozen["stance"]:
        raise Refused("cell_held_back", _("Too few people are in this part to open it."), status=403)
    return stance, frozen["stance"][stance]


@require_GET
def show_place(request, slug, place):
    """`…/report/places/PLACE/`: every text in one place of the ledger that may be shown."""
    consultation, report = _published(request, slug)
    numbers = dict(report.bundle["ledger"])
    if not numbers.get(place):
        raise Http404
    lines = LedgerLine.objects.filter(run=report.run_id, place=place)
    texts = _texts(request, consultation).filter(submission__in=lines.values("submission_id"))
    reasons = [
        (WithheldReason(key).label, cell_words(cell)) for key, *cell in report.bundle["withheld"] if key
    ]
    context = {"place": Place(place), "reasons": reasons if place == Place.WITHHELD else []}
    context |= {"with_stance": True, "channels": told_channels(report.bundle)}
    if place == Place.CAMPAIGN:
        context["campaign_counts"] = report.bundle.get("campaign_counts")
    context |= _listing(request, consultation, texts)
    return render(request, "themes/report_place.html", {**context, "number": numbers[place]})


def _published(request, slug):
    consultation = consultation_or_404(request, slug)
    report = report_of(consultation, request.user)
    if report is None:
        raise Http404
    return consultation, report


def _texts(request, consultation):
    return Contribution.objects.visible_to(request.user).shown().filter(consultation=consultation)


def _listing(request, consultation, texts):
    """A page of texts and the number of submissions they come from."""
    pages = Paginator(texts.select_related("submission").order_by("pk"), PAGE)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = show_copies(page.object_list)
    return {
        "consultation": consultation,
        "page": page,
        "shown": texts.aggregate(n=Count("submission", distinct=True))["n"],
        "nav_current": "consultations",
    }
