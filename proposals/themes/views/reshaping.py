"""Merging, splitting, nesting and cutting: a page each, which shows what changes before it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.errors import Invalid, Refused, Stale
from proposals.themes.actions import cut_themes, merge_themes, nest_theme, split_theme
from proposals.themes.actions.editing import last_number
from proposals.themes.actions.naming import names_of_parts
from proposals.themes.actions.splitting import MOST_PARTS
from proposals.themes.enums import ThemeState
from proposals.themes.workbench import history
from proposals.themes.workbench.forms import CutForm, MergeForm, NestForm, SplitForm, renewed
from proposals.themes.workbench.previews import contents_of_parts, merge_preview, overlaps
from proposals.themes.workbench.structure import branches_of, most_groups, plan_cut

from .access import analysed_or_refused, run_or_404, theme_or_404
from .workbench import themes_of

FIRST_TARGETS = 6


def _standing(themes):
    return [theme for theme in themes if theme.state != ThemeState.DISMISSED]


def _attempt(request, form, act, theme=None):
    """Do it; returns (whether it is done, the edits that stand against it or None)."""
    try:
        act()
    except Invalid as invalid:
        form.add_refusal(invalid)
    except Stale:
        if theme is None:
            return False, []
        theme.refresh_from_db()
        edits = history.edits_on_theme(theme)
        return False, [(edit, history.sentence(edit)) for edit in edits]
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        form.add_error(None, str(refused))
    return not form.errors, None


def _status(form, stale):
    return 409 if stale is not None else 422 if form.is_bound and form.errors else 200


@require_http_methods(["GET", "POST"])
def merge(request, slug, pk):
    """`/themes/SLUG/ID/merge/`: into which theme, what changes, what to read first; `?into=ID` chooses.

    Posted with `check`, or for another theme than was looked at, it shows what would change.
    """
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    themes = _standing(themes_of(theme.codebook.run))
    asked = request.POST or request.GET
    target = next((t for t in themes if str(t.pk) == asked.get("into", "") and t.pk != theme.pk), None)
    stale = None
    if _is_looking(request, asked):
        form = _merge_form(theme, target, asked)
    else:
        form = MergeForm(request.POST, auto_id="merge_%s")
        done, stale = _merge(request, form, theme, target)
        if done:
            return redirect("workbench_theme", slug, target.pk)
        if stale is not None and target:
            form = renewed(form, **_known(theme, target))
    choices = overlaps(theme, themes if theme in themes else [*themes, theme])
    context = {
        "theme": theme,
        "overlaps": choices,
        "first": FIRST_TARGETS,
        "target_is_far": target in [other for other, _shared in choices[FIRST_TARGETS:]],
        "target": target,
        "preview": target and merge_preview(request.user, theme, target, themes),
        "form": form,
        "stale": stale,
        "consultation": consultation,
        "nav_current": "themes",
    }
    return render(request, "themes/merge.html", context, status=_status(form, stale))


def _is_looking(request, asked):
    other = asked.get("previewed") and asked.get("previewed") != asked.get("into")
    return request.method == "GET" or "check" in asked or bool(other)


def _merge(request, form, theme, target):
    """As `_attempt`; a theme to merge into that is gone meanwhile is said beside the words typed."""
    if not form.is_valid():
        return False, None
    if target is None:
        form.add_error(None, _("The theme you chose is gone, or none was chosen. Choose another one."))
        return False, None
    typed = form.cleaned_data
    act = lambda: merge_themes(by=request.user, theme=theme, into=target, **typed)  # noqa: E731
    done, stale = _attempt(request, form, act, theme)
    if done:
        words = {"name": theme.name, "to": target.name}
        messages.success(request, _("“%(name)s” is part of “%(to)s” now.") % words)
    return done, stale


def _merge_form(theme, target, asked):
    if target is None:
        return MergeForm(initial={"reason": asked.get("reason", "")}, auto_id="merge_%s")
    same = asked.get("previewed") == str(target.pk)
    name = asked.get("name") if same else target.name
    initial = {"name": name, "reason": asked.get("reason", ""), **_known(theme, target)}
    return MergeForm(initial=initial, auto_id="merge_%s")


def _known(theme, target):
    """What the page shows, so that a change since is noticed."""
    seen = last_number(theme.codebook.run)
    return {"version": theme.version, "into_version": target.version, "seen": seen}


@require_http_methods(["GET", "POST"])
def split(request, slug, pk):
    """`/themes/SLUG/ID/split/`: along the tree into `?parts=N`; which parts become themes, named how."""
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    wanted = (request.POST or request.GET).get("parts", "2")
    n_parts = min(MOST_PARTS, max(2, int(wanted))) if wanted.isascii() and wanted.isdigit() else 2
    branches = branches_of(theme, n_parts)
    form, stale = SplitForm(request.POST or None, auto_id="split_%s"), None
    if request.method == "POST" and form.is_valid():
        typed = {key: value for key, value in form.cleaned_data.items() if key != "parts"}
        chosen = [
            (request.POST.get(f"name_{number}", ""), leaves)
            for number, leaves in enumerate(branches)
            if request.POST.get(f"part_{number}")
        ]
        act = lambda: split_theme(by=request.user, theme=theme, parts=chosen, **typed)  # noqa: E731
        done, stale = _attempt(request, form, act, theme)
        if done:
            messages.success(request, _("“%(name)s” is split.") % {"name": theme.name})
            return redirect("workbench_theme", slug, theme.pk)
    known = {"version": theme.version, "seen": last_number(theme.codebook.run)}
    form = renewed(form, **known) if stale is not None else form
    initial = {"parts": n_parts, **known}
    context = {
        "theme": theme,
        "parts": _parts(request, theme, branches),
        "n_parts": n_parts,
        "most_parts": MOST_PARTS,
        "form": form if form.is_bound else SplitForm(initial=initial, auto_id="split_%s"),
        "stale": stale,
        "consultation": consultation,
        "nav_current": "themes",
    }
    return render(request, "themes/split.html", context, status=_status(form, stale))


def _parts(request, theme, branches):
    """[{number, name, chosen, size, words, quotes}] of the parts; the largest stays unless it is chosen."""
    names = names_of_parts({theme: branches}) if len(branches) > 1 else {}
    sizes, quotes = contents_of_parts(request.user, theme, branches)
    typed, parts = request.POST, []
    for number in range(len(branches)):
        name, words = names.get((theme.pk, number), (theme.name, []))
        parts.append(
            {
                "number": number,
                "name": typed.get(f"name_{number}", name),
                "chosen": bool(typed.get(f"part_{number}")) if typed else number > 0,
                "size": sizes[number],
                "words": words,
                "quotes": quotes[number],
            }
        )
    return parts


@require_http_methods(["GET", "POST"])
def nest(request, slug, pk):
    """`/themes/SLUG/ID/under/`: under which theme it stands, or at the top."""
    consultation = analysed_or_refused(request, slug)
    theme = theme_or_404(consultation, pk)
    form, stale = NestForm(request.POST or None, auto_id="under_%s"), None
    themes = _standing(themes_of(theme.codebook.run))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        above = theme_or_404(consultation, typed["parent"]) if typed["parent"] else None
        act = lambda: nest_theme(  # noqa: E731
            by=request.user, theme=theme, parent=above, version=typed["version"], reason=typed["reason"]
        )
        done, stale = _attempt(request, form, act, theme)
        if done:
            messages.success(request, _("“%(name)s” is moved.") % {"name": theme.name})
            return redirect("workbench_theme", slug, theme.pk)
        if stale is not None:
            form = renewed(form, version=theme.version)
    tops = [each for each in themes if each.parent_id is None and each.pk != theme.pk]
    initial = {"parent": theme.parent_id, "version": theme.version}
    context = {
        "theme": theme,
        "overlaps": overlaps(theme, [*tops, theme]),
        "form": form if form.is_bound else NestForm(initial=initial, auto_id="under_%s"),
        "has_sub_themes": any(each.parent_id == theme.pk for each in themes),
        "stale": stale,
        "consultation": consultation,
        "nav_current": "themes",
    }
    return render(request, "themes/nest.html", context, status=_status(form, stale))


@require_http_methods(["GET", "POST"])
def cut(request, slug):
    """`/themes/SLUG/cut/?n=N`: what the tree cut into N groups makes of the themes, and doing it."""
    consultation = analysed_or_refused(request, slug)
    run = run_or_404(consultation, None)
    most = most_groups(run)
    form, stale = CutForm(request.POST or None, auto_id="cut_%s"), None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        act = lambda: cut_themes(  # noqa: E731
            by=request.user, run=run, n_groups=typed["n"], reason=typed["reason"], seen=typed["seen"]
        )
        done, stale = _attempt(request, form, act)
        if done:
            messages.success(request, _("The themes are grouped."))
            return redirect("workbench", slug)
    wanted = (request.POST or request.GET).get("n", "")
    n_groups = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else most // 2
    n_groups = max(2, min(most, n_groups))
    groups, parts = plan_cut(run, n_groups) if most else ([], {})
    context = {
        "run": run,
        "most": most,
        "n": n_groups,
        "groups": [(themes, parts.get(themes[0], []) if len(themes) == 1 else []) for themes in groups],
        "seen": last_number(run),
        "form": form,
        "stale": stale,
        "consultation": consultation,
        "nav_current": "themes",
    }
    return render(request, "themes/cut.html", context, status=_status(form, stale))
