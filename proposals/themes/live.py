"""Who may follow the progress of a run."""

from proposals.live.topics import register

from .models import ThemeRun


def _analyses(user, number):
    return ThemeRun.objects.visible_to(user).filter(pk=number).exists()


def _consultation(number):
    return ThemeRun.objects.filter(pk=number).values_list("consultation_id", flat=True).first()


register("run", allowed=_analyses, consultation=_consultation)
