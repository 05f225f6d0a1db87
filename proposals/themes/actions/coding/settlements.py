"""Settling between two coders: a third act, by one of them or another analyst, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.themes.coding.judging import is_open
from proposals.themes.enums import CodingRole
from proposals.themes.models import Coding

from .estimates import estimate_when_complete
from .judgements import LONGEST_NOTE, checked_themes, confirmed, write_judgements


def settle_text(*, by, text, themes, none=False, reason=""):
    """Say which themes hold where two coders gave others. Settling again replaces what was said before.

    Raises Refused while anything of the sample is still to be judged, or where the coders do not differ;
    Invalid without a reason.
    """
    sample = text.item.sample
    check("themes.code", by, sample)
    if is_open(sample):
        raise Refused("coding_open", _("The coders have not judged everything yet."), 409)
    codebook = confirmed(text)
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": [_("Say why. It stands in the record of the coding.")]})
    if len(reason) > LONGEST_NOTE:
        raise Invalid({"reason": [_("Keep this to %(n)d characters or fewer.") % {"n": LONGEST_NOTE}]})
    themes = checked_themes(codebook, themes, none)
    _check_differs(text)
    with transaction.atomic():
        fields = {"coder": by, "blind": False, "reason": reason, "coded_at": now()}
        coding, _made = Coding.objects.update_or_create(text=text, role=CodingRole.SETTLED, defaults=fields)
        write_judgements(coding, codebook, themes)
        log(act="text.settled", by=by, consultation=sample.consultation, target=sample)
        estimate_when_complete(sample)
    return coding


def _check_differs(text):
    first, second = (_given(text, role) for role in CodingRole.independent())
    if first is None or second is None or first == second:
        raise Refused("coders_agree", _("The coders agree on this text."), 409)


def _given(text, role):
    coding = text.codings.filter(role=role).first()
    return coding and set(coding.judgements.filter(given=True).values_list("theme_id", flat=True))
