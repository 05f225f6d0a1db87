"""The public report, and the texts behind each of its numbers."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from proposals.enums import Channel
from proposals.models import Contribution
from proposals.themes.enums import Place, WithheldReason
from proposals.themes.models import LedgerLine, Theme, ThemeAssignment
from proposals.themes.reports.findings import findings
from proposals.themes.reports.telling import tells_stance, told_channels

from .access import consultation_or_404, report_of
from .opinion_map import opinion_map
from .people import people_context
from .report_coding import coding_context

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
    return render(request, "themes/report.html", report_context(found))


def report_context(found):
    """What the page of a report prints, for the site and for the file that `build_report` writes."""
    report, bundle = found.report, found.bundle
    slug = report.consultation.slug
    return {
        "consultation": report.consultation,
        "report": report,
        "found": found,
        "bundle": bundle,
        "ledger": {place.value: number for place, number in found.ledger.items()},
        "parts": ledger_parts(found, slug),
        "left_out": sum(found.ledger[place] for place in Place.left_out()),
        "rows": [theme_row(each, slug) for each in found.themes],
        "groups": [(_("Group %(letter)s") % group, group["people"]) for group in found.groups],
        "map": opinion_map(found.groups),
        "statements": statement_rows(found),
        "more_campaigns": len(bundle["campaigns"]) - len(found.campaigns),
        "concentration": concentration_rows(bundle.get("concentration") or {}),
        "channels": [(Channel(key).label.capitalize(), _number(cell)) for key, *cell in bundle["channels"]],
        "withheld": [(WithheldReason(key).label, _number(cell)) for key, *cell in bundle["withheld"] if key],
        **coding_context(found),
        "sign_offs": list(report.sign_offs.select_related("user")) if report.pk else [],
        "files": download_links(found, slug),
        "nav_current": "consultations",
        **people_context(found),
    }


def _number(cell):
    number, held = cell
    if held:
        return {"under": _("under the smallest number shown"), "hidden": _("hidden")}[held]
    return number


def ledger_parts(found, slug):
    """[(number, name, url)]: all that were received, each in one place; empty places are left out."""
    return [
        (number, place.label, reverse("report_place", args=[slug, place.value]))
        for place, number in found.ledger.items()
        if number
    ]


def theme_row(finding, slug):
    frozen = finding.frozen
    stance = frozen["stance"] or {}
    held = _("Held back: too few people in a part") if frozen["stance_held_back"] else ""
    return {
        "name": finding.theme.name,
        "definition": finding.theme.definition,
        "url": reverse("report_theme", args=[slug, finding.theme.pk]),
        "share": finding.share,
        "number": frozen["submissions"],
        "why": frozen["held_back"],
        "low": finding.low,
        "high": finding.high,
        "agree": stance.get("for"),
        "disagree": stance.get("against"),
        "neither": stance.get("neutral"),
        "held_back": held,
    }


def statement_rows(found):
    """The statements all groups agree with most, then those that set a group apart."""
    return [
        {
            "name": each.words,
            "url": each.contribution.get_absolute_url(),
            "shares": each.shares,
            "lower": each.lower,
            "common": each.common,
        }
        for each in found.statements
    ]


def concentration_rows(frozen):
    """[{what, people, gini, top_people, top_share}] of posts and votes, shares in per cent."""
    words = {"posts": _("Contributions"), "votes": _("Votes")}
    return [
        {
            **figures,
            "what": words[what],
            "gini": figures["gini"] / 10_000,
            "top_share": figures["top_share"] and figures["top_share"] / 100,
        }
        for what, figures in frozen.items()
        if figures
    ]


def download_links(found, slug):
    names = [("themes.csv", _("Themes table")), ("ledger.csv", _("Where everything went"))]
    if found.breakdowns:
        names.append(("breakdowns.csv", _("Themes by group of respondents")))
    if found.statements:
        names.append(("groups.csv", _("Opinion groups")))
    names.append(("opinion_themes.csv", _("Themes that bridge and divide")))
    if found.bundle.get("coverage"):
        names.append(("coverage.csv", _("Who was heard")))
        names.append(("weights.csv", _("Weighted shares, a test")))
    names.append(("report.json", _("Report with its run record")))
    return [
        (words, reverse("report_file", args=[slug, name]), name.rsplit(".")[-1].upper())
        for name, words in names
    ]


@require_GET
def show_theme(request, slug, pk):
    """`…/report/themes/ID/`: every text in a theme that may be shown, and how many there are."""
    consultation, report = _published(request, slug)
    frozen = next((each for each in report.bundle["themes"] if each["id"] == pk), None)
    if frozen is None:
        raise Http404
    theme = Theme.objects.get(pk=pk)
    placed = ThemeAssignment.objects.counted().filter(theme=theme)
    texts = _texts(request, consultation).filter(pk__in=placed.values("contribution_id"))
    if frozen["held_back"]:
        texts = texts.none()  # the list could be counted
    context = {"theme": theme, "frozen": frozen, **_listing(request, consultation, texts)}
    context |= {"with_stance": tells_stance(report.bundle, pk), "channels": told_channels(report.bundle, pk)}
    return render(request, "themes/report_theme.html", {**context, "number": frozen["submissions"]})


@require_GET
def show_place(request, slug, place):
    """`…/report/places/PLACE/`: every text in one place of the ledger that may be shown."""
    consultation, report = _published(request, slug)
    numbers = dict(report.bundle["ledger"])
    if not numbers.get(place):
        raise Http404
    lines = LedgerLine.objects.filter(run=report.run_id, place=place)
    texts = _texts(request, consultation).filter(submission__in=lines.values("submission_id"))
    reasons = [(WithheldReason(key).label, _number(cell)) for key, *cell in report.bundle["withheld"] if key]
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
    page = Paginator(texts.select_related("submission").order_by("pk"), PAGE)
    return {
        "consultation": consultation,
        "page": page.get_page(request.GET.get("page")),
        "shown": texts.aggregate(n=Count("submission", distinct=True))["n"],
        "nav_current": "consultations",
    }
