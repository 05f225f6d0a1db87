"""The letters to those who reported a text: outcome, rule and link, never the text."""

from django.utils.translation import gettext as _

from consult.notices import Letter, composer
from moderation.answers import told_of
from moderation.models import Flag

from .decisions import decision_of


@composer("moderation.report_closed")
def report_closed(notice):
    """To somebody who reported a text: outcome, rule and link, never the text."""
    decision = decision_of(notice)
    if decision is None or not Flag.objects.filter(pk=notice.context.get("flag")).exists():
        return None
    answer = told_of(decision)
    rows = [(_("Outcome"), answer.outcome), (_("Rule"), answer.rule)]
    return Letter(
        subject=_("What came of your report"),
        paragraphs=[_("Thank you. A moderator has looked at the text you reported.")],
        rows=[(name, text) for name, text in rows if text],
        url=answer.url,
        button=answer.link,
    )
