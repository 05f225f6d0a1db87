"""Telling somebody that their text was replied to, if they asked to hear of it."""

from consult.actions.notices import notify
from consult.models import NoticePreference
from proposals.enums import Kind

REPLIED = "reply"


def tell_of_reply(*, contribution):
    """Queue one notice of a shown comment for the author of what it replies to; returns it, or None."""
    if contribution.kind != Kind.COMMENT or contribution.parent is None:
        return None
    author = contribution.parent.participant
    if author.pk == contribution.participant_id or not author.user_id:
        return None
    if not NoticePreference.objects.filter(user=author.user_id, replies=True).exists():
        return None
    return notify(
        kind=REPLIED,
        key=f"{REPLIED}:{contribution.pk}",
        user=author.user,
        participant=author,
        consultation=contribution.consultation,
        target=contribution,
    )
