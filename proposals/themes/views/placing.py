"""Placing many passages at once: those ticked on a page, or all that match its filter."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid, Refused, Stale
from proposals.themes.actions import add_second_theme, move_passages, split_off, take_out_passages
from proposals.themes.actions.editing import edits_since, last_number
from proposals.themes.enums import ThemeState
from proposals.themes.models import ThemeAssignment
from proposals.themes.querysets import texts_for_staff
from proposals.themes.workbench import history, passages
from proposals.themes.workbench.forms import PassagesForm, renewed
from proposals.themes.workbench.previews import move_preview

from .access import analysed_or_refused, theme_or_404
from .workbench import themes_of

TO_READ = 6
MOST_TICKED = 200


@require_http_methods(["GET", "POST"])
def place(request, slug, pk):
    """`/themes/SLUG/ID/place/`: what to do with `?p=ID&p=ID…`, or with `?all=1` that match the filter."""
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    run, asked = theme.codebook.run, request.POST or request.GET
    chosen = _chosen(request, run, theme, asked)
    if not chosen:
        gone = _("These passages stand elsewhere by now. Look at the list again.")
        messages.error(request, gone if "p" in asked else _("Tick at least one passage first."))
        return redirect(_list_url(theme, asked))
    themes = [each for each in themes_of(run) if each.state != ThemeState.DISMISSED]
    sent = request.POST if "act" in request.POST and "check" not in request.POST else None
    form = PassagesForm(sent, themes=themes, initial=_initial(asked, run))
    done, form, stale = _attempt(request, form, chosen, theme, themes)
    if done:
        messages.success(request, done)
        return redirect(_list_url(theme, asked))
    context = {
        "theme": theme,
        "chosen": chosen,
        "to_read": [(row, passages.words_of(row)) for row in chosen[:TO_READ]],
        "whole": "all" in asked,
        "kept": _kept(asked, chosen),
        "form": form,
        "preview": _preview(form, chosen, themes),
        "stale": None if stale is None else [(edit, history.sentence(edit)) for edit in stale],
        "back": _list_url(theme, asked),
        "consultation": consultation,
        "nav_current": "themes",
    }
    status = 409 if stale is not None else 422 if form.is_bound and form.errors else 200
    return render(request, "themes/place_passages.html", context, status=status)


def _attempt(request, form, chosen, theme, themes):
    """Do what was typed; returns (what to tell or "", the form to show again, edits against it or None)."""
    if not form.is_bound or not form.is_valid():
        return "", form, None
    run = theme.codebook.run
    try:
        return _do(request, form.cleaned_data, chosen, theme, themes), form, None
    except Invalid as invalid:
        form.add_refusal(invalid)
    except Stale:
        since = edits_since(run, form.cleaned_data["seen"]).defer("inverse")
        form = renewed(form, themes=themes, seen=last_number(run))
        return "", form, list(since.select_related("user")[: history.SINCE])
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        form.add_error(None, str(refused))
    return "", form, None


def _preview(form, chosen, themes):
    target = next((each for each in themes if str(each.pk) == str(form["theme"].value())), None)
    second = form["act"].value() == PassagesForm.SECOND
    return target and move_preview(chosen, target, themes, second=second)


def _chosen(request, run, theme, asked):
    """The passages, in the order of their list; those that staff may not read now are left out."""
    texts = texts_for_staff(request.user, run.consultation)
    if "all" in asked:
        rows = passages.matching(texts, run, theme, passages.Wanted.from_query(asked))
        return list(rows.select_related("theme", "contribution__submission")[: passages.MOST])
    ids = [int(each) for each in asked.getlist("p") if each.isascii() and each.isdigit() and len(each) < 19]
    if len(ids) > MOST_TICKED:
        raise Http404
    rows = ThemeAssignment.objects.filter(run=run, pk__in=ids)
    rows = rows.filter(contribution__in=texts.values("pk"))
    return list(rows.select_related("theme", "contribution__submission").order_by("confidence", "pk"))


def _initial(asked, run):
    seen = asked.get("seen", "")
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else last_number(run)
    typed = {name: asked.get(name, "") for name in ("theme", "name", "nested", "reason")}
    return {"act": asked.get("act", PassagesForm.MOVE), "seen": known, **typed}


def _kept(asked, chosen):
    """[(name, value)] that say again which passages are meant."""
    if "all" in asked:
        wanted = passages.Wanted.from_query(asked)
        return [("all", "1"), ("show", wanted.show), *wanted.filters.items()]
    shown = [(name, asked[name]) for name in ("show", *passages.FILTERS) if asked.get(name)]
    return [*(("p", row.pk) for row in chosen), *shown]


def _list_url(theme, asked):
    wanted = passages.Wanted.from_query(asked if isinstance(asked, QueryDict) else QueryDict())
    url = reverse("workbench_theme", args=[theme.consultation.slug, theme.pk])
    return f"{url}?{wanted.query}"


def _do(request, typed, chosen, theme, themes):
    """Do what the form says; returns what to tell."""
    by, seen, reason = request.user, typed["seen"], typed["reason"]
    target = next((each for each in themes if each.pk == typed["theme"]), None)
    common = {"by": by, "passages": chosen, "seen": seen, "reason": reason}
    if typed["act"] == PassagesForm.MOVE:
        number = move_passages(theme=target, **common)
        said = ngettext("%(n)d passage is in “%(name)s”.", "%(n)d passages are in “%(name)s”.", number)
        return said % {"n": number, "name": target.name}
    if typed["act"] == PassagesForm.SECOND:
        number = add_second_theme(theme=target, **common)
        said = ngettext(
            "%(n)d passage is in “%(name)s” as well.", "%(n)d passages are in “%(name)s” as well.", number
        )
        return said % {"n": number, "name": target.name}
    if typed["act"] == PassagesForm.SPLIT:
        made = split_off(theme=theme, name=typed["name"], nested=typed["nested"], **common)
        return _("“%(name)s” is a theme of its own now.") % {"name": made.name}
    number = take_out_passages(**common)
    said = ngettext("%(n)d passage is out of its theme.", "%(n)d passages are out of their themes.", number)
    return said % {"n": number}
