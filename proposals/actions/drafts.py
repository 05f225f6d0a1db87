"""Drafts of people who are signed in: kept while they write, gone once it is sent, nobody else's to read."""

import re
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import REASONS
from proposals.models import Draft

KEY = re.compile(r"(?:proposal|proposal-title|reply|answer):[\w:-]{1,100}", re.ASCII)
LONGEST = 16000
MOST = 50
KEPT_DAYS = 90


def keep_draft(*, by, key, text):
    """Keep what stands in a box; an empty one is forgotten. Raises Refused for guests, Invalid."""
    if not by.is_authenticated:
        raise Refused("sign_in", REASONS["sign_in"])
    if not KEY.fullmatch(key) or len(text) > LONGEST:
        raise Invalid({"text": [_("This draft cannot be kept.")]})
    if not text.strip():
        return forget_drafts(by=by, keys=[key])
    with transaction.atomic():
        draft, _new = Draft.objects.update_or_create(
            user=by, key=key, defaults={"text": text, "changed_at": now()}
        )
        oldest = by.drafts.order_by("-changed_at", "-pk").values("pk")[MOST:]
        Draft.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
    return draft


def forget_drafts(*, by, keys):
    """What was sent is no draft any more."""
    if by.is_authenticated:
        by.drafts.filter(key__in=keys).delete()


def prune_drafts():
    """Forget what nobody has touched for KEPT_DAYS."""
    Draft.objects.filter(changed_at__lt=now() - timedelta(days=KEPT_DAYS)).delete()
