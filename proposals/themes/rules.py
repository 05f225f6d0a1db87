"""Who may run, edit and publish an analysis, and who may answer it."""

import rules
from django.utils.translation import gettext_lazy as _

from consult.rules import can_see, consultation_of, is_analyst, is_owner, is_responder, permission, reasons

from .models import ThemeReport

reasons(
    findings_frozen=_("These findings are published and cannot be changed. A new run begins a new edition."),
    owner_of_report=_(
        "You own this consultation, so somebody else publishes its findings: an analyst who does not own it."
    ),
    no_report=_("The themes are not published yet, so there is nothing to answer."),
)


def _run_of(subject):
    """The run that a theme, an assignment or a run itself belongs to."""
    codebook = getattr(subject, "codebook", None)
    return getattr(codebook, "run_id", None) or getattr(subject, "run_id", None) or subject.pk


@rules.predicate
def is_not_frozen(user, subject):
    return not ThemeReport.objects.filter(run_id=_run_of(subject)).exists()


@rules.predicate
def has_report(user, subject):
    return ThemeReport.objects.filter(consultation=consultation_of(subject)).exists()


permission("themes.analyse", (can_see, "not_found"), (is_analyst, "not_analyst"))
permission(
    "themes.edit",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_frozen, "findings_frozen"),
)
permission(
    "themes.publish",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (~is_owner, "owner_of_report"),
)
permission(
    "themes.respond",
    (can_see, "not_found"),
    (is_responder, "not_responder"),
    (has_report, "no_report"),
)
