"""Making several themes of one: along the run's tree, by texts a person chose, or all of them at one cut."""

from django.utils.translation import gettext as _

from consult.errors import Invalid, Refused
from proposals.themes.enums import EditKind, ThemeState
from proposals.themes.models import Theme, ThemeAssignment
from proposals.themes.workbench.structure import dissolved, most_groups, plan_cut

from .assignments import check_theme, put, standing_passages
from .editing import cleaned_reason, editing
from .naming import name_of_parent, names_of_parts
from .themes import cleaned_words, new_theme

MOST_PARTS = 8


def split_theme(*, by, theme, parts, reason, nested=False, version=None, seen=None):
    """Part a theme along the tree; returns the new themes.

    parts: [(name, leaves)…], the passages that grew on those leaves make a theme of that name each; whatever
    is in no part stays. `nested` puts them under the theme instead of beside it. Raises Refused, Invalid
    without a reason or a name, Stale.
    """
    reason = cleaned_reason(reason, required=True)
    parts = [(cleaned_words(name=name)["name"], leaves) for name, leaves in parts]
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Invalid({"parts": [_("Choose at least one part that becomes a theme.")]})
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.SPLIT,
        act="theme.split",
        target=theme,
        reason=reason,
        name=theme.name,
    ) as edit:
        standing = edit.fresh(theme, version)
        check_theme(edit.run.pk, standing)
        edit.contents_unchanged([standing], seen)
        above = _above(standing, nested)
        made = [_part(edit, standing, above, name, leaves) for name, leaves in parts]
        if not all(made):
            raise Refused("empty_part", _("A part holds no passage any more. Look at the parts again."), 409)
        edit.change([standing], stability=None)
        edit.said |= {"count": len(made), "to": ", ".join(each.name for each in made)}
    return made


def _above(theme, nested):
    """Under which theme the parts go: two levels, so parts of a sub-theme stay beside it."""
    return theme.parent_id or (theme.pk if nested else None)


def _part(edit, theme, above, name, leaves):
    rows = list(ThemeAssignment.objects.filter(theme=theme, leaf__in=leaves).order_by("pk"))
    if not rows:
        return None
    fields = {"state": ThemeState.CANDIDATE, "parent_id": above, "keywords": theme.keywords}
    made = new_theme(edit, name=name, **fields)
    edit.change(rows, theme_id=made.pk)
    return made


def split_off(*, by, passages, theme, name, reason, nested=False, seen=None):
    """Make a confirmed theme of passages a person chose, beside theirs or under it; returns it.

    `theme`: where they were found. Raises Refused, Invalid, Stale as `move_passages` does.
    """
    reason, words = cleaned_reason(reason, required=True), cleaned_words(name=name)
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.SPLIT,
        act="theme.split",
        target=theme,
        reason=reason,
        name=theme.name,
        to=words["name"],
        count=1,
    ) as edit:
        standing = edit.fresh(theme)
        check_theme(edit.run.pk, standing)
        rows = standing_passages(edit, passages, seen)
        above = _above(standing, nested)
        made = new_theme(edit, state=ThemeState.CONFIRMED, parent_id=above, **words)
        put(edit, rows, made)
    made.refresh_from_db()
    return made


def cut_themes(*, by, run, n_groups, reason="", seen=None):
    """Group the themes as the tree does when it is cut into `n_groups`: in one edit.

    Themes that fall together get a theme above them; where the cut is finer than the themes, their parts
    become sub-themes. Themes above that hold nothing of their own give way. Raises Refused, Invalid, Stale.
    """
    reason, most = cleaned_reason(reason), most_groups(run)
    if not most:
        raise Refused("no_tree", _("This run kept no tree. Start another run first."), 409)
    if not 2 <= n_groups <= most:
        raise Invalid({"n": [_("Cut it into 2 to %(most)d groups.") % {"most": most}]})
    with editing(by=by, run=run, kind=EditKind.CUT, act="themes.cut", reason=reason, count=n_groups) as edit:
        edit.themes_unchanged(seen)
        groups, parts = plan_cut(run, n_groups)
        gone = dissolved(run)
        edit.change(list(Theme.objects.filter(parent__in=gone)), parent_id=None)
        edit.change(gone, state=ThemeState.DISMISSED)
        for themes in groups:
            _put_together(edit, themes)
        _take_apart(edit, {theme: found for theme, found in parts.items() if _is_alone(theme, groups)})
    return run


def _is_alone(theme, groups):
    return any(themes == [theme] for themes in groups) and theme.parent_id is None


def _put_together(edit, themes):
    """A theme above those that fall together; one that has sub-themes of its own stands above the others."""
    themes = list(Theme.objects.filter(pk__in=[theme.pk for theme in themes]).order_by("-submissions", "pk"))
    free = [theme for theme in themes if theme.parent_id is None and not theme.children.standing().exists()]
    if len(free) < 2:
        return
    name, words = name_of_parent(free)
    above = new_theme(edit, name=name, keywords=words, state=ThemeState.CANDIDATE)
    edit.change(free, parent_id=above.pk)


def _take_apart(edit, parts):
    names = names_of_parts(parts)
    for theme, found in parts.items():
        for number, leaves in enumerate(found):
            name, words = names[theme.pk, number]
            rows = list(ThemeAssignment.objects.filter(theme=theme, leaf__in=leaves))
            fields = {"state": ThemeState.CANDIDATE, "keywords": words, "parent_id": theme.pk}
            made = new_theme(edit, name=name, **fields)
            edit.change(rows, theme_id=made.pk)
