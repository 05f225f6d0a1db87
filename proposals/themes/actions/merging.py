"""Making one theme of two."""

from django.utils.translation import gettext as _

from consult.errors import Refused
from proposals.themes.enums import EditKind, ThemeState
from proposals.themes.models import ThemeAssignment
from proposals.themes.workbench.structure import pair_of

from .assignments import check_theme
from .editing import cleaned_reason, editing
from .themes import cleaned_words


def merge_themes(*, by, theme, into, reason, name=None, version=None, into_version=None, seen=None):
    """Put everything of a theme into another one, which may get another name; the first is gone.

    A text that stood in both stands in the one, once. Sub-themes of the first go under the other. Raises
    Refused, Invalid without a reason, Stale when either theme is not as the person saw it, `seen` being the
    last edit their page knew.
    """
    reason, words = cleaned_reason(reason, required=True), cleaned_words(name=name)
    said = {"name": theme.name, "to": into.name}
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.MERGED,
        act="theme.merged",
        target=into,
        reason=reason,
        **said,
    ) as edit:
        source, target = edit.fresh(theme, version), edit.fresh(into, into_version)
        edit.contents_unchanged([source, target], seen)
        _check_pair(edit, source, target)
        edit.said |= {"count": source.submissions, "name": source.name, "to": target.name}
        _move_everything(edit, source, target)
        stability = pair_of(edit.run, source, target)["merged"]
        edit.change([target], stability=stability, **words)
        edit.change([source], state=ThemeState.DISMISSED, merged_into_id=target.pk, parent_id=None)
    into.refresh_from_db()
    return into


def _check_pair(edit, source, target):
    if source.pk == target.pk:
        raise Refused("same_theme", _("Choose another theme than this one."), 409)
    for each in (source, target):
        check_theme(edit.run.pk, each)


def _move_everything(edit, source, target):
    if target.parent_id == source.pk:
        edit.change([target], parent_id=None)
    above = target.parent_id or target.pk
    edit.change([child for child in source.children.all() if child.pk != target.pk], parent_id=above)
    passages = list(ThemeAssignment.objects.filter(theme=source).order_by("pk"))
    there = {(row.contribution_id, row.start): row for row in ThemeAssignment.objects.filter(theme=target)}
    twice = [row for row in passages if (row.contribution_id, row.start) in there]
    surer = [there[row.contribution_id, row.start] for row in twice if row.sure]
    edit.delete(twice)
    edit.change([row for row in surer if not row.sure], sure=True)
    edit.change(
        [row for row in passages if (row.contribution_id, row.start) not in there], theme_id=target.pk
    )
