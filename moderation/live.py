"""Moderators follow the cases of their consultation as they come in; the frames carry no text of people."""

from django.template.loader import render_to_string
from django.utils.translation import override

from consult.enums import Role
from consult.models import Consultation
from proposals.live.topics import register

from .models import Case

MOVING = {"case.held", "case.released", "case.decided", "case.closed", "case.reopened", "case.appealed"}


def moderates(user, number):
    """May this person follow `moderation:ID`?"""
    return Consultation.objects.staffed_by(user, Role.MODERATOR).filter(pk=number).exists()


def standing(event, language):
    """Where a case stands now, in the words of the list: who holds it, or that it is decided."""
    if event.kind not in MOVING:
        return None
    case = Case.objects.select_related("held_by").filter(pk=event.target_id).first()
    if case is None:
        return None
    with override(language):
        return render_to_string("moderation/_case_standing.html", {"each": case}).strip()


register("moderation", allowed=moderates, render=standing, consultation=lambda number: number)
