"""The letters of this floor, and where to write to people who take part without an account."""

from django.utils.translation import gettext as _

from consult.enums import NoticeList
from consult.notices import Letter, address_finder, composer
from consult.text import excerpt

from .models import Contribution, Participant

LONGEST_QUOTE = 300


@composer("reply", list_name=NoticeList.REPLIES)
def replied(notice):
    """Somebody replied; a reply that was hidden or taken back meanwhile is not spoken of."""
    shown = Contribution.objects.visible_to(notice.user).shown().filter(pk=notice.target_id)
    reply = shown.select_related("participant", "root").first()
    if reply is None or not Contribution.objects.visible_to(notice.user).filter(pk=reply.parent_id).exists():
        return None
    return Letter(
        subject=_("%(name)s replied to you") % {"name": reply.participant.shown_name},
        paragraphs=[_("They wrote:")],
        quote=excerpt(reply.public_text, LONGEST_QUOTE),
        url=reply.get_absolute_url(),
        button=_("Read it in its place"),
    )


@address_finder
def contact_address(notice):
    """The address a participant left on paper, by e-mail or as a guest; "" when there is none."""
    if not notice.participant_id:
        return ""
    person = Participant.objects.filter(pk=notice.participant_id, erased_at=None).first()
    return person.contact_email if person else ""
