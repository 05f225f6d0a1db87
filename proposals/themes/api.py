"""What the API offers of the findings: the published report, its themes, the texts in them."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from consult.errors import Refused
from consult.models import Consultation
from proposals.api import Page, part_of
from proposals.models import Contribution

from .models import ThemeAssignment, ThemeReport
from .redacting import show_copies
from .reports.findings import findings
from .reports.tables import as_json, theme_json

router = Router(tags=["themes"])
TEXT = ("id", "title", "public_text", "language")


def _found(request, slug):
    consultation = get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)
    reports = ThemeReport.objects.visible_to(request.user).filter(consultation=consultation)
    report = (
        reports.select_related("run__snapshot", "consultation").defer("inputs").order_by("-edition").first()
    )
    if report is None:
        raise Http404
    return findings(report, request.user)


@router.get("/consultations/{slug}/report", response=dict[str, Any], url_name="report", auth=None)
def read_report(request, slug: str):
    """The newest published findings, with the quotes this reader may see."""
    return as_json(_found(request, slug))


@router.get("/consultations/{slug}/themes", response=list[dict[str, Any]], url_name="themes", auth=None)
def list_themes(request, slug: str):
    """The themes of the newest report, largest first."""
    return [theme_json(each) for each in _found(request, slug).themes]


@router.get(
    "/consultations/{slug}/themes/{theme_id}/texts",
    response=dict[str, Any],
    url_name="theme_texts",
    auth=None,
)
def list_texts(request, slug: str, theme_id: int, page: Query[Page]):
    """The texts in a theme that may be shown, by id."""
    found = _found(request, slug)
    finding = next((each for each in found.themes if each.theme.pk == theme_id), None)
    if finding is None:
        raise Http404
    if finding.frozen["held_back"]:
        raise Refused("held_back", _("This theme is too small to list what is in it."))
    theme = finding.theme
    placed = ThemeAssignment.objects.counted().filter(theme=theme).values("contribution_id")
    texts = Contribution.objects.visible_to(request.user).shown().filter(pk__in=placed)
    texts = texts.only(*TEXT, "shown_revision_id")
    part = part_of("texts", texts, page)
    copies = show_copies(part["texts"])
    part["texts"] = [{name: getattr(text, name) for name in TEXT} for text in copies]
    return part
