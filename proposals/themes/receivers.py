"""What the analysis does when something happens below."""

from django.dispatch import receiver

from consult.signals import consultation_opening

from .actions.rehearsals import clear_analysis


@receiver(consultation_opening, dispatch_uid="themes.clear_rehearsal")
def clear_rehearsal(sender, consultation, **kwargs):
    """What a rehearsal was sorted into goes with it; connected before the floor whose rows it refers to."""
    clear_analysis(consultation=consultation)
