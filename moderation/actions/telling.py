"""Who is told what of a decision; the words are made when a notice is sent, and dropped if it was undone."""

from consult.actions.notices import drop_notices, notify
from consult.enums import Role
from moderation.enums import Effect
from moderation.models import ScreeningPolicy
from moderation.rules import deciders_of, second_readers_of


def tell_about(decision):
    """The author of a restricted text, or of one that waited; those who reported it.

    Not before undoing is over; what software did is told at once, since nobody can undo it.
    """
    contribution = decision.case.contribution
    if decision.restricts or decision.shows_waiting_text:
        notify(
            kind="moderation.decided" if decision.restricts else "moderation.shown",
            key=author_key(decision),
            user=contribution.participant.user,
            participant=contribution.participant,
            consultation=decision.consultation,
            target=decision,
            send_after=decision.decided_at if decision.automated else decision.undo_until,
        )
    if decision.effect != Effect.HOLD:
        for flag in _unanswered(decision):
            tell_reporter(decision, flag)


def _unanswered(decision):
    """Reports that no earlier decision has answered."""
    flags = decision.case.flags.select_related("participant__user", "user")
    final = decision.case.decisions.standing().exclude(effect=Effect.HOLD)
    earlier = final.exclude(pk=decision.pk).order_by("-pk").first()
    return flags.filter(created_at__gt=earlier.decided_at) if earlier else flags


def tell_reporter(decision, flag):
    """Outcome, rule and link; nothing for those who left no trace."""
    user = flag.user or (flag.participant.user if flag.participant else None)
    if user is None and flag.participant is None:
        return
    notify(
        kind="moderation.report_closed",
        key=reporter_key(decision, flag),
        user=user,
        participant=flag.participant,
        consultation=decision.consultation,
        target=decision,
        context={"flag": flag.pk},
        send_after=decision.undo_until,
    )


def take_notices_back(decision):
    """Undone in time: nobody is told."""
    keys = [author_key(decision), *(reporter_key(decision, flag) for flag in decision.case.flags.all())]
    drop_notices(keys=keys, because="undone")


def author_key(decision):
    return f"moderation.decision:{decision.pk}:author"


def reporter_key(decision, flag):
    return f"moderation.decision:{decision.pk}:flag:{flag.pk}"


def tell_deciders(appeal):
    """An appeal waits: all who may decide it hear so at once; with nobody, owners must find somebody."""
    deciders = deciders_of(appeal)
    if not deciders:
        _tell_owners(appeal)
    for user in deciders:
        notify(
            kind="moderation.appeal_waits",
            key=f"moderation.appeal:{appeal.pk}:decider:{user.pk}",
            user=user,
            consultation=appeal.consultation,
            target=appeal,
        )


def _tell_owners(appeal):
    owners = appeal.consultation.memberships.current().filter(role=Role.OWNER)
    for membership in owners.exclude(user=appeal.appellant.user_id).select_related("user"):
        notify(
            kind="moderation.reviewer_needed",
            key=f"moderation.appeal:{appeal.pk}:owner:{membership.user_id}",
            user=membership.user,
            consultation=appeal.consultation,
            target=appeal,
        )


def tell_second_readers(reading):
    """A second reading is wanted: all who may give it hear so at once."""
    for membership in second_readers_of(reading.case, reading.asked_by).select_related("user"):
        _tell_of_reading("moderation.second_wanted", reading, membership.user)


def tell_asker(reading):
    """The second reading is given."""
    _tell_of_reading("moderation.second_given", reading, reading.asked_by)


def _tell_of_reading(kind, reading, user):
    notify(
        kind=kind,
        key=f"{kind}:{reading.pk}:{user.pk}",
        user=user,
        consultation=reading.case.consultation,
        target=reading,
    )


def tell_appellant(appeal):
    """The outcome of an appeal, with its reasons."""
    notify(
        kind="moderation.appeal_decided",
        key=f"moderation.appeal:{appeal.pk}:outcome",
        user=appeal.appellant.user,
        participant=appeal.appellant,
        consultation=appeal.consultation,
        target=appeal,
    )


def tell_duty(case):
    """An urgent case: the moderator on duty hears at once; all moderators where nobody is on duty."""
    for user in _on_duty(case):
        notify(
            kind="moderation.urgent",
            key=f"moderation.case:{case.pk}:urgent:{user.pk}",
            user=user,
            consultation=case.consultation,
            target=case,
        )


def _on_duty(case):
    policy = ScreeningPolicy.objects.filter(consultation=case.consultation).first()
    moderators = case.consultation.memberships.current().filter(role=Role.MODERATOR).select_related("user")
    people = [each.user for each in moderators.exclude(user=case.contribution.participant.user_id)]
    chosen = [user for user in people if policy and user.pk == policy.duty_moderator_id]
    return chosen or people
