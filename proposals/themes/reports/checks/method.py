"""Who did it and how: people, software, and what was found in the texts on the way."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.enums import Role
from proposals.themes.models import Redaction
from proposals.themes.reports.gate import requires

NEEDED = ("python", "numpy", "scikit-learn")


@requires("people", gettext_lazy("The people"))
def owner_and_two_others_are_there(consultation, run):
    """An owner, and beside the owners at least two who can freeze and sign."""
    members = consultation.memberships.current()
    owners = set(members.filter(role=Role.OWNER).values_list("user_id", flat=True))
    signing = members.filter(role__in=[Role.ANALYST, Role.MODERATOR]).exclude(user__in=owners)
    missing = []
    if not owners:
        missing.append(_("The consultation has no owner."))
    if signing.values("user_id").distinct().count() < 2:
        missing.append(
            _("Two people who do not own the consultation have to be there: one freezes, one signs.")
        )
    return missing


@requires("machine", gettext_lazy("The software's part"))
def machine_is_on_record(consultation, run):
    """Seed, versions and input, so that anybody can do it again."""
    if run.input_hash and all(run.versions.get(name) for name in NEEDED):
        return []
    return [_("The run does not say which software it was and what it read. Start a new run.")]


@requires("details", gettext_lazy("Personal details"))
def personal_details_are_decided(consultation, run):
    analysed = run.snapshot.items.filter(state="analysed").values("contribution_id")
    waiting = Redaction.objects.filter(
        consultation=consultation, decision=Redaction.Decision.OPEN, contribution__in=analysed
    ).count()
    if waiting:
        return [_("%(n)d possible personal details wait for somebody to look at them.") % {"n": waiting}]
    return []
