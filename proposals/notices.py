"""Where to write to people who take part without an account."""

from consult.notices import address_finder

from .models import Participant


@address_finder
def contact_address(notice):
    """The address a participant left on paper, by e-mail or as a guest; "" when there is none."""
    if not notice.participant_id:
        return ""
    person = Participant.objects.filter(pk=notice.participant_id, erased_at=None).first()
    return person.contact_email if person else ""
