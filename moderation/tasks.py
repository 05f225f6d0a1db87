"""Background work: each takes an id and calls one action."""

from django_tasks import task

from .actions.training import train_model


@task()
def train_screening(consultation_id):
    """Train the model of a consultation."""
    train_model(consultation_id=consultation_id)
