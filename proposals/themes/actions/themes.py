"""What people make of suggested themes: confirm, word, dismiss, bring back, add, put under another."""

from django.utils.translation import gettext as _

from consult.errors import Invalid, Refused
from proposals.themes.enums import EditKind, ThemeState
from proposals.themes.models import Theme, ThemeAssignment

from .editing import cleaned_reason, editing

LONGEST_NAME = 160
LONGEST_DEFINITION = 2000
MOST_EXAMPLES = 12
MEANING = ("definition", "includes", "excludes")


def confirm_theme(*, by, theme, name=None, version=None, **meaning):
    """Take a suggested theme into the codebook, with a name and definition of one's own where given.

    `meaning`: definition, includes, excludes (texts), examples (ids of contributions). Raises Refused,
    Invalid, or Stale when `version` is not the present one.
    """
    words = cleaned_words(theme, name, **meaning)
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.CONFIRMED,
        act="theme.confirmed",
        target=theme,
        name=theme.name,
    ) as edit:
        standing = edit.fresh(theme, version)
        _check_standing(standing)
        edit.change([standing], state=ThemeState.CONFIRMED, **_raised(standing, words))
    theme.refresh_from_db()
    return theme


def rename_theme(*, by, theme, name, version=None, reason="", **meaning):
    """Give a theme another name, and another meaning where given; its key and texts stay.

    `meaning` as in `confirm_theme`; another definition, includes or excludes raises `definition_version`.
    """
    words, reason = cleaned_words(theme, name, **meaning), cleaned_reason(reason)
    said = {"name": theme.name, "to": words["name"]}
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.WORDED,
        act="theme.renamed",
        target=theme,
        reason=reason,
        **said,
    ) as edit:
        standing = edit.fresh(theme, version)
        edit.said["name"] = standing.name
        edit.change([standing], **_raised(standing, words))
    theme.refresh_from_db()
    return theme


def dismiss_theme(*, by, theme, version=None, reason=""):
    """Take a theme out of the codebook: texts that are in no other theme go to the unsure pile.

    Its sub-themes stay, at the top.
    """
    reason = cleaned_reason(reason)
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.DISMISSED,
        act="theme.dismissed",
        target=theme,
        reason=reason,
        name=theme.name,
    ) as edit:
        standing = edit.fresh(theme, version)
        _check_standing(standing)
        edit.change(list(standing.children.all()), parent_id=None)
        edit.change([standing], state=ThemeState.DISMISSED)
    theme.refresh_from_db()
    return theme


def restore_theme(*, by, theme, version=None):
    """Bring back a dismissed theme as a suggestion; one that was merged comes back by undoing the merge."""
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.RESTORED,
        act="theme.restored",
        target=theme,
        name=theme.name,
    ) as edit:
        standing = edit.fresh(theme, version)
        if standing.merged_into_id:
            reason = _("This theme was merged into another. Undo the merge to bring it back.")
            raise Refused("theme_merged", reason, 409)
        edit.change([standing], state=ThemeState.CANDIDATE)
    theme.refresh_from_db()
    return theme


def add_theme(*, by, run, name, **meaning):
    """Add a theme that the software did not suggest, empty and confirmed."""
    words = cleaned_words(name=name, **meaning)
    with editing(by=by, run=run, kind=EditKind.ADDED, act="theme.added", name=words["name"]) as edit:
        theme = new_theme(edit, state=ThemeState.CONFIRMED, **words)
    theme.refresh_from_db()
    return theme


def new_theme(edit, **fields):
    """A theme of the edit's run with a key that no theme of it had before."""
    codebook = edit.run.codebook
    keys = set(codebook.themes.values_list("stable_key", flat=True))
    number = next(n for n in range(len(keys) + 1, 10**6) if f"{edit.run.number}.added.{n}" not in keys)
    theme = Theme(codebook=codebook, stable_key=f"{edit.run.number}.added.{number}", **fields)
    edit.create([theme])
    return theme


def nest_theme(*, by, theme, parent, version=None, reason=""):
    """Put a theme under another one of the run, or at the top (None). Two levels: a parent has no parent."""
    reason = cleaned_reason(reason)
    said = {"name": theme.name, "to": parent.name if parent else ""}
    with editing(
        by=by,
        run=theme.codebook.run,
        kind=EditKind.NESTED,
        act="theme.nested",
        target=theme,
        reason=reason,
        **said,
    ) as edit:
        standing = edit.fresh(theme, version)
        _check_standing(standing)
        if parent is not None:
            _check_parent(standing, edit.fresh(parent))
        edit.change([standing], parent_id=parent.pk if parent else None)
    theme.refresh_from_db()
    return theme


def _check_standing(theme):
    if theme.state == ThemeState.DISMISSED:
        raise Refused("theme_dismissed", _("This theme was dismissed. Choose another one."), 409)


def _check_parent(theme, parent):
    _check_standing(parent)
    if parent.codebook_id != theme.codebook_id:
        raise Refused("other_run", _("This theme belongs to another run."), 409)
    if parent.pk == theme.pk or parent.parent_id:
        raise Refused("not_above", _("Choose a theme that stands at the top."), 409)
    if theme.children.standing().exists():
        raise Refused("has_sub_themes", _("This theme has sub-themes. Move them out of it first."), 409)


def cleaned_words(theme=None, name=None, **meaning):
    """The cleaned words that were given; Invalid when a name is missing or something is too long."""
    words = {}
    if name is not None:
        words["name"] = " ".join(name.split())
        if not words["name"]:
            raise Invalid({"name": [_("Give the theme a name.")]})
        if len(words["name"]) > LONGEST_NAME:
            raise Invalid({"name": [_("Keep the name to 160 characters or fewer.")]})
    for part in MEANING:
        if meaning.get(part) is not None:
            words[part] = meaning[part].strip()
            if len(words[part]) > LONGEST_DEFINITION:
                raise Invalid({part: [_("Keep the definition to 2,000 characters or fewer.")]})
    if meaning.get("examples") is not None:
        words["examples"] = _examples(theme, meaning["examples"])
    return words


def _examples(theme, ids):
    """Texts that show what belongs in a theme: ids of contributions that the run sorted."""
    wanted = list(dict.fromkeys(int(each) for each in ids))
    run = theme.codebook.run if theme else None
    known = set(
        ThemeAssignment.objects.filter(run=run, contribution__in=wanted).values_list(
            "contribution_id", flat=True
        )
    )
    if missing := [each for each in wanted if each not in known]:
        numbers = ", ".join(map(str, missing))
        raise Invalid({"examples": [_("These numbers are no texts of this run: %(n)s.") % {"n": numbers}]})
    if len(wanted) > MOST_EXAMPLES:
        raise Invalid({"examples": [_("Give at most %(most)d examples.") % {"most": MOST_EXAMPLES}]})
    return wanted


def _raised(theme, words):
    """The words, with the next version of the definition when they say differently what belongs in it."""
    if any(part in words and words[part] != getattr(theme, part) for part in MEANING):
        return {**words, "definition_version": theme.definition_version + 1}
    return words
