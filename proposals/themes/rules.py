"""Who may run, edit and publish an analysis, and who may answer it."""

import rules
from django.utils.translation import gettext_lazy as _

from consult.enums import Role
from consult.rules import (
    can_see,
    consultation_of,
    has_role,
    is_analyst,
    is_moderator,
    is_owner,
    is_responder,
    permission,
    reasons,
)

from .models import SampledText, ThemeReport

reasons(
    findings_frozen=_("These findings are frozen and cannot be changed. A new run begins a new edition."),
    owner_of_report=_("You own this consultation, so people who do not own it freeze and sign its findings."),
    own_findings=_("You froze these findings, so somebody else signs them."),
    not_releasing=_(
        "Only owners, analysts and moderators of this consultation can see its report being made."
    ),
    not_signing=_("Only an analyst or a moderator of this consultation can sign its findings."),
    not_publishing=_("Only an owner or an analyst of this consultation can publish its findings."),
    coding_blind=_("You are coding blind. Where each text was sorted is yours to read when all is judged."),
    no_report=_("The themes are not published yet, so there is nothing to answer."),
    not_answering=_("Only a policymaker or an owner of this consultation can do this."),
    own_answer=_("You wrote this answer, so somebody else checks it."),
)


def _run_of(subject):
    """The run that a theme, an assignment or a run itself belongs to."""
    codebook = getattr(subject, "codebook", None)
    return getattr(codebook, "run_id", None) or getattr(subject, "run_id", None) or subject.pk


@rules.predicate
def is_not_frozen(user, subject):
    return not ThemeReport.objects.holding().filter(run_id=_run_of(subject)).exists()


@rules.predicate
def is_not_blind(user, subject):
    """Not at work on a random sample, of which the software's sorting would tell."""
    return not SampledText.objects.blind_to(user, consultation_of(subject)).exists()


@rules.predicate
def has_report(user, subject):
    return ThemeReport.objects.published().filter(consultation=consultation_of(subject)).exists()


@rules.predicate
def froze_it(user, report):
    return report.frozen_by_id == user.pk


@rules.predicate
def takes_part_in_the_report(user, subject):
    return has_role(user, consultation_of(subject), Role.OWNER, Role.ANALYST)


@rules.predicate
def has_not_written(user, response):
    return not response.writers.filter(pk=user.pk).exists()


permission("themes.analyse", (can_see, "not_found"), (is_analyst, "not_analyst"))
permission(
    "themes.edit",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_frozen, "findings_frozen"),
)
permission(
    "themes.read_sorting",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_blind, "coding_blind"),
)
# Frozen findings do not change by it, so whoever signs them may still ask for it.
permission(
    "themes.read_contrasts",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_blind, "coding_blind"),
)
permission(
    "themes.sample",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_frozen, "findings_frozen"),
)
permission(
    "themes.code",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (is_not_frozen, "findings_frozen"),
)
permission(
    "themes.release",
    (can_see, "not_found"),
    (is_owner | is_analyst | is_moderator, "not_releasing"),
)


@rules.predicate
def snapshot_is_not_frozen_in_a_report(user, snapshot):
    return not ThemeReport.objects.holding().filter(run__snapshot=snapshot.pk).exists()


# The subject is a snapshot.
permission(
    "themes.frame",
    (can_see, "not_found"),
    (is_analyst | is_owner, "not_publishing"),
    (snapshot_is_not_frozen_in_a_report, "findings_frozen"),
)
# The subject is a consultation: personal details are removed from what a report shows at any time.
permission(
    "themes.redact",
    (can_see, "not_found"),
    (is_analyst | is_moderator, "not_signing"),
)
permission("themes.accept", (can_see, "not_found"), (is_owner, "not_owner"))
permission(
    "themes.freeze",
    (can_see, "not_found"),
    (is_analyst, "not_analyst"),
    (~is_owner, "owner_of_report"),
)
# The subject is an edition: whoever froze it does not sign it.
permission(
    "themes.sign",
    (can_see, "not_found"),
    (is_analyst | is_moderator, "not_signing"),
    (~is_owner, "owner_of_report"),
    (~froze_it, "own_findings"),
)
permission(
    "themes.return",
    (can_see, "not_found"),
    (is_analyst | is_moderator, "not_signing"),
)
permission(
    "themes.publish",
    (can_see, "not_found"),
    (takes_part_in_the_report, "not_publishing"),
)
permission(
    "themes.respond",
    (can_see, "not_found"),
    (is_responder, "not_responder"),
    (has_report, "no_report"),
)
permission(
    "themes.check_response",
    (can_see, "not_found"),
    (is_responder | is_owner, "not_answering"),
    (has_report, "no_report"),
    (has_not_written, "own_answer"),
)
permission(
    "themes.publish_outcomes",
    (can_see, "not_found"),
    (is_responder | is_owner, "not_answering"),
    (has_report, "no_report"),
)
