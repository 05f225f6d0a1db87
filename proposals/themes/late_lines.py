"""What the line of a submission says when it came too late to be sorted."""

from django.utils.translation import gettext as _

from proposals.lifelines import LATE, Station, register


@register
def stations(submissions, user):
    """{submission id: [Station]} of those that came after the closing date; no query."""
    words = _("It came after the closing date. It is kept and counted as late, in no theme.")
    return {each.pk: [Station(_("Late"), LATE, note=words)] for each in submissions if each.late}
