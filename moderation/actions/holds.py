"""Holding a text for a person: the one thing software may do, where an owner has allowed it for a ground."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from consult.actions.log import record as log
from consult.actions.notices import notify
from consult.clock import now
from moderation.enums import CaseState, Effect, Ground, Source
from moderation.models import Decision
from proposals.actions import states
from proposals.enums import ContributionState
from proposals.events import record

from .decisions import draft, locked_case
from .effects import apply, memory_of
from .telling import tell_about


def hold_for_person(*, case, ground, rule):
    """Unpublish a text until a person has decided, and tell its author at once; in the caller's transaction.

    A decision of software with every field of a statement of reasons. It ends by itself when nobody has
    decided in the published time.
    """
    with override(case.contribution.participant.language):
        facts = facts_of(ground)
    decision = draft(
        case=case, by=None, effect=Effect.HOLD, rule=rule, facts=facts, found_by=Source.SCREENING
    )
    decision.automated = True
    decision.before = memory_of(case)
    decision.save(force_insert=True)
    apply(decision, by=None)
    case.version, case.due_at = case.version + 1, decision.until
    case.save(update_fields=["version", "due_at"])
    details = {"case": case.pk, "effect": str(Effect.HOLD), "rule": rule.pk, "ground": str(ground)}
    details |= {"text": decision.text_digest, "automated": True}
    log(
        act="case.held_by_software", by=None, consultation=case.consultation, target=decision, details=details
    )
    tell_about(decision)
    record((case.topic, "case.held_by_software", case.pk))
    return decision


def facts_of(ground):
    """What software says that it found, for the author."""
    return {
        Ground.LINKS: _("The text has a link to another site."),
        Ground.CONTACT: _("The text seems to have an address, a telephone number or a postcode in it."),
        Ground.REPEATED: _("The same text was sent here before."),
        Ground.SHOUTING: _("The text is mostly in capital letters."),
        Ground.BURST: _("Many texts came from you in a short time."),
    }[ground]


def release_overdue_holds():
    """What software held and nobody decided in the published time is shown again; returns how many were."""
    over = Decision.objects.standing().filter(
        automated=True, released_at=None, until__lte=now(), case__state=CaseState.OPEN
    )
    return sum(_release(decision) for decision in over.order_by("pk")[:200])


def _release(decision):
    """The case stays in the queue, late, for a person."""
    with transaction.atomic():
        case = locked_case(decision.case_id)
        decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if decision.released_at or case.state != CaseState.OPEN or case.standing != decision:
            return False
        if case.contribution.state == ContributionState.HELD:
            states.restore(contribution=case.contribution, by=None, case=case.pk, revision=case.revision)
        decision.released_at = now()
        decision.save(update_fields=["released_at"])
        log(act="hold.released", by=None, consultation=case.consultation, target=decision)
        _tell_author(decision, case.contribution.participant)
        record((case.topic, "case.released_by_time", case.pk))
    return True


def _tell_author(decision, author):
    notify(
        kind="moderation.hold_released",
        key=f"moderation.decision:{decision.pk}:released",
        user=author.user,
        participant=author,
        consultation=decision.consultation,
        target=decision,
    )
