"""Moderators follow the cases of their consultation as they come in; the frames carry no text."""

from consult.enums import Role
from consult.models import Consultation
from proposals.live.topics import register


def moderates(user, number):
    """May this person follow `moderation:ID`?"""
    return Consultation.objects.staffed_by(user, Role.MODERATOR).filter(pk=number).exists()


register(
    "moderation",
    allowed=moderates,
    render=lambda event, language: None,
    consultation=lambda number: number,
)
