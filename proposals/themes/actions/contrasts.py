"""Reading what says otherwise: an act of its own, which the publish gate asks for."""

from django.db import transaction

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Stale
from consult.rules import check
from proposals.themes.contrasts import contrasts_of, fingerprint, identity
from proposals.themes.models import ContrastReading
from proposals.themes.querysets import texts_for_staff


def read_contrasts(*, by, theme, seen):
    """An analyst says that they have read the contrasting quotes of a theme.

    `seen` is the fingerprint of those that stood on the page. Raises Refused, and Stale when others stand
    there now. Returns the reading, or None where there is nothing to read.
    """
    check("themes.read_contrasts", by, theme)
    rows = contrasts_of(texts_for_staff(by, theme.consultation), theme)
    if fingerprint(rows) != seen:
        raise Stale
    if not rows:
        return None
    with transaction.atomic():
        fields = {"quotes": [identity(row) for row in rows], "read_by": by, "read_at": now()}
        reading, _new = ContrastReading.objects.update_or_create(theme=theme, defaults=fields)
        details = {"quotes": len(rows)}
        log(act="contrasts.read", by=by, consultation=theme.consultation, target=theme, details=details)
    return reading
