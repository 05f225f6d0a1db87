"""The analysts' queue of what authors meant instead, equal corrections together."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Invalid, Refused
from proposals.themes import actions
from proposals.themes.forms import DecideForm
from proposals.themes.models import Correction, Theme
from proposals.themes.querysets import texts_for_staff

from ..access import analysed_or_refused

MOST = 20  # texts of a group that are shown


@require_GET
def show_corrections(request, slug):
    """`/themes/SLUG/corrections/`: groups of equal corrections, the largest first."""
    consultation = analysed_or_refused(request, slug)
    return _page(request, consultation)


def _waiting(user, consultation):
    rows = Correction.objects.visible_to(user).waiting().filter(consultation=consultation)
    return rows.select_related("from_theme__codebook", "to_theme", "submission__participant__user")


def _page(request, consultation, refused=None):
    rows = list(_waiting(request.user, consultation))
    groups = defaultdict(list)
    for row in rows:
        groups[row.from_theme_id, row.to_theme_id].append(row)
    texts = _texts(request.user, consultation, rows)
    themes = _themes(rows)
    context = {
        "consultation": consultation,
        "groups": [
            _group(key, found, texts, themes, refused)
            for key, found in sorted(groups.items(), key=lambda each: (-len(each[1]), str(each[0])))
        ],
        "number": len(rows),
        "errors_on_page": bool(refused),
        "nav_current": "themes",
    }
    return render(request, "themes/corrections.html", context, status=422 if refused else 200)


def _texts(user, consultation, rows):
    """{submission id: its words as staff may read them}."""
    found = defaultdict(list)
    readable = texts_for_staff(user, consultation).filter(submission__in=[row.submission_id for row in rows])
    for text in readable.order_by("pk"):
        found[text.submission_id].append(text)
    return found


def _themes(rows):
    """{run id: its confirmed themes}."""
    found = defaultdict(list)
    runs = {row.from_theme.codebook.run_id for row in rows}
    for theme in Theme.objects.of_runs(runs).confirmed().select_related("codebook"):
        found[theme.codebook.run_id].append(theme)
    return found


def _group(key, rows, texts, themes, refused):
    first = rows[0]
    others = [each for each in themes[first.from_theme.codebook.run_id] if each.pk != first.from_theme_id]
    form = (refused or {}).get(key) or DecideForm(themes=others, auto_id=f"group-{key[0]}-{key[1] or 0}_%s")
    return {
        "from": first.from_theme,
        "to": first.to_theme,
        "number": len(rows),
        "rows": [(row, texts[row.submission_id]) for row in rows[:MOST]],
        "ids": [row.pk for row in rows],
        "form": form,
    }


@require_POST
def decide(request, slug):
    """`/themes/SLUG/corrections/decide/`: accept or decline the ticked ones of a group."""
    consultation = analysed_or_refused(request, slug)
    chosen = [int(pk) for pk in request.POST.getlist("correction") if pk.isdecimal()]
    rows = list(_waiting(request.user, consultation).filter(pk__in=chosen))
    if not rows:
        messages.error(request, _("Tick at least one that still waits."))
        return redirect("corrections", consultation.slug)
    key = (rows[0].from_theme_id, rows[0].to_theme_id)
    if {(row.from_theme_id, row.to_theme_id) for row in rows} != {key}:
        raise Http404
    run = rows[0].from_theme.codebook.run_id
    themes = Theme.objects.of_run(run).confirmed().exclude(pk=key[0])
    form = DecideForm(request.POST, themes=themes, auto_id=f"group-{key[0]}-{key[1] or 0}_%s")
    if form.is_valid() and _decided(request, rows, form):
        return redirect("corrections", consultation.slug)
    return _page(request, consultation, {key: form})


def _decided(request, rows, form):
    try:
        if "accept" in request.POST:
            theme = form.cleaned_data["theme"]
            number = actions.accept_corrections(by=request.user, corrections=rows, theme=theme)
        else:
            reason = form.cleaned_data["reason"]
            number = actions.decline_corrections(by=request.user, corrections=rows, reason=reason)
    except Invalid as invalid:
        form.add_refusal(invalid)
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    said = ngettext("Decided. %(n)d person is told.", "Decided. %(n)d people are told.", number)
    messages.success(request, said % {"n": number})
    return True
