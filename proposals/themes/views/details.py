"""Personal details in what a report may show: a page on which people look at each and decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consult.errors import Invalid
from consult.rules import check
from proposals.themes.actions import decide_redactions, mark_detail
from proposals.themes.models import Redaction
from proposals.themes.querysets import texts_for_redacting
from proposals.themes.report_forms import DetailForm, MarkForm

from .access import consultation_or_404

PAGE = 25
AROUND = 60


def _redacting(request, slug):
    consultation = consultation_or_404(request, slug)
    check("themes.redact", request.user, consultation)
    return consultation


@require_http_methods(["GET", "POST"])
def show_details(request, slug):
    """`…/report/details/`: the details that wait, then those decided; a POST decides the ticked ones."""
    consultation = _redacting(request, slug)
    if request.method == "GET":
        return details_page(request, consultation)
    waiting = Redaction.objects.filter(consultation=consultation, pk__in=_ticked(request))
    form = DetailForm(request.POST, rows=waiting)
    if not form.is_valid():
        return details_page(request, consultation, form=form, status=422)
    chosen = [row for row in waiting if row.pk in form.cleaned_data["redactions"]]
    n = decide_redactions(
        by=request.user,
        redactions=chosen,
        remove=form.cleaned_data["act"] == "remove",
        reason=form.cleaned_data["reason"],
    )
    messages.success(
        request, ngettext("%(n)d detail is decided.", "%(n)d details are decided.", n) % {"n": n}
    )
    return redirect("details", slug)


def _ticked(request):
    return [int(pk) for pk in request.POST.getlist("redactions") if pk.isdigit()]


def details_page(request, consultation, *, form=None, mark_form=None, status=200):
    rows = Redaction.objects.filter(consultation=consultation)
    waiting = Paginator(rows.filter(decision=Redaction.Decision.OPEN), PAGE)
    page = waiting.get_page(request.GET.get("page"))
    decided = (
        rows.exclude(decision=Redaction.Decision.OPEN).select_related("decided_by").order_by("-decided_at")
    )
    context = {
        "consultation": consultation,
        "page": page,
        "waiting": waiting.count,
        "rows": _in_context(request.user, consultation, page.object_list),
        "decided": _in_context(request.user, consultation, decided[:PAGE]),
        "form": form or DetailForm(rows=page.object_list),
        "mark_form": mark_form or MarkForm(auto_id="mark_%s"),
        "errors_on_page": status == 422,
        "nav_current": "themes",
    }
    return render(request, "themes/details.html", context, status=status)


def _in_context(user, consultation, rows):
    """[(row, words before, the detail, words after)] of the texts this person may read."""
    rows = list(rows)
    texts = texts_for_redacting(user, consultation).in_bulk([row.contribution_id for row in rows])
    found = []
    for row in rows:
        if text := texts.get(row.contribution_id):
            words = text.title if row.in_title else text.public_text
            before, after = words[max(0, row.start - AROUND) : row.start], words[row.end : row.end + AROUND]
            found.append((row, before, words[row.start : row.end], after))
    return found


@require_POST
def mark(request, slug):
    """`…/report/details/mark/`: remove words that software did not find."""
    consultation = _redacting(request, slug)
    form = MarkForm(request.POST, auto_id="mark_%s")
    if not form.is_valid():
        return details_page(request, consultation, mark_form=form, status=422)
    try:
        mark_detail(by=request.user, consultation=consultation, **form.cleaned_data)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return details_page(request, consultation, mark_form=form, status=422)
    messages.success(request, _("Removed from what the report shows."))
    return redirect("details", slug)
