"""What software notices in a text that came in: kept as codes, told to people, and nothing decided."""

from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.compiled import compiled
from consult.enums import Role
from consult.errors import Invalid
from consult.rules import check
from consult.text import plain
from moderation.copies import text_key
from moderation.enums import Ground, Source
from moderation.models import HoldGround, Screening, ScreeningModel, ScreeningPolicy
from moderation.screening.dangers import dangers_in
from moderation.screening.linear import LinearModel
from moderation.screening.patterns import noticed
from proposals.enums import ContributionState

from .cases import make_urgent, open_first_case
from .holds import hold_for_person
from .scores import score_of
from .telling import tell_duty

AGAIN = timedelta(days=30)
BURST, MANY_TEXTS = timedelta(minutes=5), 8
SEVERAL_LINKS = 3


def screen_revision(*, contribution, revision, source=None):
    """Look at a new version: note what is found, and put it into the queue where a person should look.

    `source` says why a person reads it whatever is found. Words of danger alert the moderator on duty. Holds
    a shown text for a person where an owner has allowed that for a ground found. Inside the transaction that
    writes the version; `contribution` itself says afterwards whether it is still shown.
    """
    screening = screening_of(contribution, revision, trained=current_model(contribution.consultation_id))
    screening.save(force_insert=True)
    shown = contribution.state == ContributionState.VISIBLE and contribution.shown_revision_id == revision.pk
    held = _hold_ground(contribution.consultation_id, screening.grounds) if shown else None
    sources = [source] if source else []
    if held or (shown and is_worth_reading(screening)):
        sources.append(Source.SCREENING)
    if not sources:
        return
    score = score_of(screening)
    case = open_first_case(contribution=contribution, revision=revision, sources=sources, score=score)
    alert(case, screening.grounds)
    if held:
        hold_for_person(case=case, ground=Ground(held.ground), rule=held.rule)


def alert(case, grounds):
    """Words of danger make a case urgent, and the moderator on duty hears of it at once."""
    for ground, reason in Ground.urgent().items():
        if ground in grounds:
            if make_urgent(case, reason):
                tell_duty(case)
            return


def screening_of(contribution, revision, *, trained, history=True):
    """What is noticed about a version, not saved; `trained` is what `current_model` says.

    `history` also looks at what its author sent before.
    """
    text = f"{revision.title}\n{revision.body}"
    key = text_key(contribution.consultation_id, revision)
    grounds = grounds_in(text) | (_history(contribution, revision, key) if history else {})
    screening = Screening(
        revision=revision,
        consultation=contribution.consultation,
        participant=contribution.participant,
        grounds=grounds,
        fingerprint=key,
        created_at=now(),
    )
    model, linear = trained
    if model is not None:
        judged = linear.judge(text)
        screening.model, screening.rule_id = model, judged.rule
        screening.likelihood = round(100 * judged.likelihood)
    return screening


def grounds_in(text):
    """{ground: how often} of what fixed patterns and phrases find in a text."""
    return noticed(text) | {kind: len(words) for kind, words in dangers_in(text).items()}


def _history(contribution, revision, key):
    """The same text again by the same person, and many texts at once."""
    others = Screening.objects.filter(participant=contribution.participant).exclude(
        revision__contribution=contribution
    )
    recent = list(
        others.filter(created_at__gt=now() - AGAIN)
        .order_by("-created_at")
        .values_list("fingerprint", "created_at")[:200]
    )
    again = sum(fingerprint == key for fingerprint, _at in recent) if key else 0
    burst = sum(at > now() - BURST for _fingerprint, at in recent)
    found = {Ground.REPEATED: again, Ground.BURST: burst if burst >= MANY_TEXTS else 0}
    return {str(ground): count for ground, count in found.items() if count}


def _hold_ground(consultation_id, grounds):
    """The first ground found for which an owner lets software hold a text, with its rule; or None."""
    if not grounds:
        return None
    allowed = HoldGround.objects.filter(consultation=consultation_id, ground__in=list(grounds))
    return allowed.filter(rule__retired_at=None).select_related("rule__consultation").order_by("pk").first()


def is_worth_reading(screening):
    """Should a person look, though nobody complained? One link alone is no reason."""
    grounds = screening.grounds
    if (set(Ground) - {Ground.LINKS}) & grounds.keys() or grounds.get(Ground.LINKS, 0) >= SEVERAL_LINKS:
        return True
    return screening.model is not None and screening.likelihood >= 100 * screening.model.threshold


def current_model(consultation_id):
    """(ScreeningModel, LinearModel) in use; (None, None) with too few decisions, or while it is of no use."""
    newest = next(iter(_newest_model(consultation=consultation_id)), None)
    if newest is None or not newest.is_of_use:
        return None, None
    return newest, weights_of(newest.pk, newest.trained_at)


@compiled
def _newest_model(consultation):
    models = ScreeningModel.objects.filter(consultation=consultation).defer("weights")
    return models.order_by("-version")[:1]


@lru_cache(maxsize=8)
def weights_of(pk, trained_at):
    """The LinearModel of a version; kept in the process, since a version never changes."""
    return LinearModel.from_bytes(ScreeningModel.objects.values_list("weights", flat=True).get(pk=pk))


def set_policy(
    *, by, consultation, holds, asks_before_posting=False, duty_moderator=None, escalation_contact=""
):
    """Say what software may do here; `holds` is {ground: rule}. For owners; the change is in the log."""
    check("moderation.set_screening", by, consultation)
    _check_policy(consultation, holds, duty_moderator)
    policy, _created = ScreeningPolicy.objects.update_or_create(
        consultation=consultation,
        defaults={
            "asks_before_posting": asks_before_posting,
            "duty_moderator": duty_moderator,
            "escalation_contact": plain(escalation_contact)[:300],
        },
    )
    consultation.hold_grounds.all().delete()
    HoldGround.objects.bulk_create(
        HoldGround(consultation=consultation, ground=ground, rule=rule) for ground, rule in holds.items()
    )
    log(
        act="screening.set",
        by=by,
        consultation=consultation,
        target=policy,
        details={
            "asks": asks_before_posting,
            "holds": {str(ground): rule.pk for ground, rule in holds.items()},
            "duty": duty_moderator.pk if duty_moderator else None,
        },
    )
    return policy


def _check_policy(consultation, holds, duty_moderator):
    problems = {}
    for ground, rule in holds.items():
        if ground not in Ground.holdable() or rule.consultation_id != consultation.pk:
            problems[f"hold_{ground}"] = [_("Choose one of the rules of this consultation.")]
    if duty_moderator is not None:
        current = consultation.memberships.current().filter(role=Role.MODERATOR, user=duty_moderator)
        if not current.exists():
            problems["duty_moderator"] = [_("Choose a moderator of this consultation.")]
    if problems:
        raise Invalid(problems)
