"""What this floor does when others write about accounts."""

from allauth.usersessions.models import UserSession
from django.db.models.signals import pre_save
from django.dispatch import receiver

NOWHERE = "0.0.0.0"  # noqa: S104  an address that is none


@receiver(pre_save, sender=UserSession)
def keep_no_address(instance, **_kwargs):
    """A list of devices needs the browser and the day; where somebody was is nobody's business."""
    instance.ip = NOWHERE
