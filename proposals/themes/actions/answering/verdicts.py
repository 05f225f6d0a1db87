"""Did this answer you? Said once by each person whose words an answer is to; said again, it is changed."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused
from proposals.themes.enums import VerdictWord
from proposals.themes.models import Verdict
from proposals.themes.outcomes import is_answered_by

LONGEST = 1000


def give_verdict(*, participant, response, word, why=""):
    """Say yes, partly or no to an answer, with words for the team; raises Invalid, or Refused for
    somebody else's.
    """
    why = why.strip()
    if word not in VerdictWord.values:
        raise Invalid({"word": [_("Choose yes, partly or no.")]})
    if len(why) > LONGEST:
        raise Invalid({"why": [_("Keep this to 1,000 characters or fewer.")]})
    if not response.published_at or not is_answered_by(response, participant):
        raise Refused("not_yours", _("This answer is not to something you sent."), 404)
    with transaction.atomic():
        verdict, _new = Verdict.objects.update_or_create(
            response=response, participant=participant, defaults={"word": word, "why": why, "given_at": now()}
        )
        details = {"word": word}
        log(
            act="verdict.given",
            by=participant,
            consultation=response.consultation,
            target=verdict,
            details=details,
        )
    return verdict
