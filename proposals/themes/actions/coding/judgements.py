"""A coder's judgement on one text: made once, changed while nobody sees it, made again when asked for."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.enums import Stance
from proposals.themes.coding.judging import is_open
from proposals.themes.enums import CodingRole
from proposals.themes.models import Coding, SampledText, Theme, ThemeJudgement

from .estimates import estimate_when_complete

LONGEST_SUGGESTION = 160
LONGEST_NOTE = 2000


def code_text(*, by, text, themes, none=False, stance="", suggestion="", note="", seen=None):
    """Say which themes a text is in; with none of them, that none fits.

    themes: ids of confirmed themes. seen: {theme id: definition version} as the coder read them; a definition
    that was changed meanwhile has the text asked for again. Raises Refused, or Invalid.
    """
    check("themes.code", by, text.item.sample)
    role = role_of(by, text)
    words = {
        "stance": _checked_stance(stance),
        "suggestion": _checked(suggestion, "suggestion", LONGEST_SUGGESTION),
        "note": _checked(note, "note", LONGEST_NOTE),
    }
    codebook = confirmed(text)
    themes = checked_themes(codebook, themes, none)
    if not SampledText.objects.readable().filter(pk=text.pk).exists():
        raise Refused("text_changed", _("This text was removed or rewritten since, so it is not coded."), 409)
    try:
        with transaction.atomic():
            _check_still_blind(by, text, role)
            coding = _write(by, text, role, words, blind=text.item.sample.is_random)
            write_judgements(coding, codebook, themes, seen)
            sample = text.item.sample
            log(act="text.coded", by=by, consultation=sample.consultation, target=sample)
            estimate_when_complete(sample)
    except IntegrityError:
        raise Refused("coded_already", _("You have coded this text already."), 409)
    return coding


def role_of(by, text):
    """As what this person judges a text; Refused for whoever does not code it."""
    if by.pk == text.item.coder_id:
        return CodingRole.FIRST
    if by.pk == text.item.second_id:
        return CodingRole.SECOND
    raise Refused("not_your_text", _("This text is with somebody else."), 403)


def _check_still_blind(by, text, role):
    """Once both coders may see each other's judgements, these stand; those asked for again are free."""
    mine = Coding.objects.filter(text=text, role=role)
    if mine.up_to_date().exists() and text.item.sample.is_random and not is_open(text.item.sample):
        raise Refused(
            "coding_closed",
            _("Everything is coded, and both coders can see it. A difference is settled on its own page."),
            409,
        )


def confirmed(text):
    """{id: theme} of the codebook as it stands."""
    themes = Theme.objects.confirmed().filter(codebook=text.item.sample.codebook_id)
    return {theme.pk: theme for theme in themes}


def checked_themes(codebook, themes, none):
    """The ids that were given. Invalid unless a theme or "none of these" was chosen, and not both."""
    chosen = set(themes)
    if chosen - set(codebook):
        raise Invalid({"themes": [_("One of these themes is no longer in the codebook. Look again.")]})
    if chosen and none:
        raise Invalid({"themes": [_("Choose themes, or “none of these”, not both.")]})
    if not chosen and not none:
        raise Invalid({"themes": [_("Choose a theme, or “none of these”.")]})
    return chosen


def _checked_stance(stance):
    if stance and stance not in Stance.values:
        raise Invalid({"stance": [_("Choose a stance, or leave it open.")]})
    return stance


def _checked(words, name, longest):
    words = words.strip()
    if len(words) > longest:
        raise Invalid({name: [_("Keep this to %(n)d characters or fewer.") % {"n": longest}]})
    return words


def _write(by, text, role, words, **more):
    fields = {**words, **more, "coder": by, "coded_at": now()}
    coding, _made = Coding.objects.update_or_create(text=text, role=role, defaults=fields)
    return coding


def write_judgements(coding, codebook, themes, seen=None):
    """A yes or no for every theme of the codebook, with the version of the definition that was read."""
    seen = seen or {}
    coding.judgements.all().delete()
    ThemeJudgement.objects.bulk_create(
        ThemeJudgement(
            coding=coding,
            theme=theme,
            given=key in themes,
            definition_version=seen.get(key, theme.definition_version),
        )
        for key, theme in codebook.items()
    )
