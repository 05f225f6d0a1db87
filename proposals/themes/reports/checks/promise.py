"""Who asked, what was promised, and who may not be the same person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.themes.reports.gate import requires

PROMISES = ["still_open", "already_fixed", "who_decides", "how_used", "when_back"]


@requires("promise", gettext_lazy("The promise"))
def promise_is_complete(consultation, run):
    promise = consultation.promise
    if all(promise.get(part) for part in PROMISES):
        return []
    return [_("The promise of the consultation is not complete. An editor completes it on its page.")]
