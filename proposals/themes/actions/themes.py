"""What people make of suggested themes: confirm, rename, dismiss, add."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.themes.enums import RunState, ThemeState
from proposals.themes.models import Theme

from .recounts import recount_after_edit

LONGEST_NAME = 160
LONGEST_DEFINITION = 2000


def confirm_theme(*, by, theme, name=None, definition=None, version=None):
    """Take a suggested theme into the codebook, with a name and definition of one's own where given.

    Raises Refused, Invalid, or Stale when `version` is not the present one.
    """
    changes = {"state": ThemeState.CONFIRMED, **_words(name, definition)}
    return _change(by, theme, "theme.confirmed", version, **changes)


def rename_theme(*, by, theme, name, definition=None, version=None):
    """Give a theme another name, and another definition where given; its key and texts stay."""
    return _change(by, theme, "theme.renamed", version, **_words(name, definition))


def dismiss_theme(*, by, theme, version=None):
    """Take a theme out of the codebook: texts that are in no other theme go to the unsure pile."""
    return _change(by, theme, "theme.dismissed", version, state=ThemeState.DISMISSED)


def add_theme(*, by, run, name, definition=""):
    """Add a theme that the software did not suggest, empty and confirmed."""
    check("themes.edit", by, run)
    if run.state != RunState.DONE:
        raise Refused("run_unfinished", _("Wait until the run has ended."), 409)
    words = _words(name, definition)
    with transaction.atomic():
        number = run.codebook.themes.count() + 1
        theme = Theme.objects.create(
            codebook=run.codebook,
            stable_key=f"{run.number}.added.{number}",
            state=ThemeState.CONFIRMED,
            **words,
        )
        log(act="theme.added", by=by, consultation=run.consultation, target=theme)
    return theme


def _words(name, definition):
    """The cleaned words that were given; Invalid when a name is missing or something is too long."""
    words = {}
    if name is not None:
        words["name"] = " ".join(name.split())
        if not words["name"]:
            raise Invalid({"name": [_("Give the theme a name.")]})
        if len(words["name"]) > LONGEST_NAME:
            raise Invalid({"name": [_("Keep the name to 160 characters or fewer.")]})
    if definition is not None:
        words["definition"] = definition.strip()
        if len(words["definition"]) > LONGEST_DEFINITION:
            raise Invalid({"definition": [_("Keep the definition to 2,000 characters or fewer.")]})
    return words


def _change(by, theme, act, version, **changes):
    """Write changes if the theme is still as the person saw it; counts again, logs."""
    check("themes.edit", by, theme)
    seen = theme.version if version is None else version
    with transaction.atomic():
        written = Theme.objects.filter(pk=theme.pk, version=seen).update(**changes, version=F("version") + 1)
        if not written:
            raise Stale
        if "state" in changes:
            recount_after_edit(theme.codebook.run, theme)
        log(act=act, by=by, consultation=theme.consultation, target=theme, details={"version": seen + 1})
    theme.refresh_from_db()
    return theme
