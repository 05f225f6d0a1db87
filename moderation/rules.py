"""Who may report, read a case, decide it, undo, appeal, and decide an appeal."""

import rules
from django.utils.translation import gettext_lazy as _

from consult.clock import now
from consult.enums import Role
from consult.rules import can_see, has_role, is_moderator, is_owner, permission, reasons
from proposals.models import Contribution, Participant
from proposals.querysets import own
from proposals.rules import is_readable, is_shown

from .enums import CaseState, Effect
from .models import Appeal, Case

reasons(
    own_text_report=_("This is your own text. You can change it or take it back."),
    not_shown_report=_("This is not shown to readers any more, so there is nothing to report."),
    own_text=_("You wrote this text. Another moderator has to decide."),
    case_closed=_("This case is not waiting for a decision any more."),
    asked_oneself=_("You asked for a second reader, so somebody else has to be it."),
    reading_over=_("Nobody waits for a second reading here any more."),
    case_not_appealed=_("Nobody has appealed here, or the appeal is decided."),
    not_decider=_("Only the moderator who made a decision can undo it."),
    undo_over=_("The 30 seconds for undoing are over. The author can appeal."),
    undone=_("This decision was taken back already."),
    not_appellant=_("Only the person who wrote the text can appeal."),
    nothing_to_appeal=_("Your text stays as it is, so there is nothing to appeal."),
    not_final=_("A moderator is still reading your text. You can appeal against what comes of it."),
    appealed_already=_("You have appealed already. Somebody else is looking at it."),
    appeal_too_late=_("The six months for an appeal are over."),
    first_decider=_("You made the decision, so somebody else has to look at the appeal."),
    adviser=_("You gave a second reading before the decision, so somebody else has to look at the appeal."),
    not_second=_("Another moderator decides this appeal. An owner does when there is no other."),
    team_decides=_("Another moderator of the team decides this appeal."),
    not_reviewer=_("This link is used, ended or has been replaced."),
)


@rules.predicate
def is_not_author(user, contribution):
    return not Contribution.objects.filter(own(user), pk=contribution.pk).exists()


@rules.predicate
def did_not_write_it(user, case):
    return is_not_author(user, case.contribution)


@rules.predicate
def is_waiting(user, case):
    return case.is_waiting


@rules.predicate
def may_read_case(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@rules.predicate
def is_decider(user, decision):
    return decision.decided_by_id == user.pk


@rules.predicate
def is_in_time_to_undo(user, decision):
    return now() < decision.undo_until


@rules.predicate
def is_not_undone(user, decision):
    return decision.undone_at is None


@rules.predicate
def is_appellant(user, decision):
    """The author: by account, by this session, or as the participant whom a signed link stands for."""
    author = decision.case.contribution.participant
    if isinstance(user, Participant):
        return user.pk == author.pk
    return Participant.objects.of(user).filter(pk=author.pk).exists()


@rules.predicate
def restricts(user, decision):
    return decision.restricts


@rules.predicate
def is_final(user, decision):
    return decision.effect != Effect.HOLD and decision.case.standing == decision


@rules.predicate
def has_no_appeal(user, decision):
    return getattr(decision, "appeal", None) is None


@rules.predicate
def is_in_time_to_appeal(user, decision):
    return decision.appeal_until is not None and now() < decision.appeal_until


@rules.predicate
def may_read_appeal(user, appeal):
    return Appeal.objects.visible_to(user).filter(pk=appeal.pk).exists()


@rules.predicate
def did_not_make_it(user, appeal):
    return appeal.appellant.user_id != user.pk


@rules.predicate
def appeal_waits(user, appeal):
    return appeal.outcome == ""


@rules.predicate
def is_another(user, appeal):
    return appeal.first_decider_id is None or appeal.first_decider_id != user.pk


@rules.predicate
def did_not_advise(user, appeal):
    return user.pk not in appeal.advisers


@rules.predicate
def is_second_decider(user, appeal):
    """A moderator who did not decide first; the owner when there is no such moderator."""
    if has_role(user, appeal.consultation, Role.MODERATOR):
        return True
    return has_role(user, appeal.consultation, Role.OWNER) and not other_moderators(appeal).exists()


@rules.predicate
def no_other_moderates(user, appeal):
    return not other_moderators(appeal).exists()


@rules.predicate
def is_its_reviewer(reviewer, appeal):
    return reviewer.appeal_id == appeal.pk and reviewer.ended_at is None


@rules.predicate
def is_open(user, case):
    return case.state == CaseState.OPEN


@rules.predicate
def reads_case_of(user, reading):
    return may_read_case(user, reading.case)


@rules.predicate
def did_not_write_text_of(user, reading):
    return did_not_write_it(user, reading.case)


@rules.predicate
def did_not_ask(user, reading):
    return reading.asked_by_id != user.pk


@rules.predicate
def reading_waits(user, reading):
    return reading.read_at is None and reading.case.is_waiting


@rules.predicate
def moderates_case_of(user, reading):
    return has_role(user, reading.case.consultation, Role.MODERATOR)


def second_readers_of(case, asker):
    """Memberships of moderators who may read a case beside the one who asks."""
    barred = [pk for pk in (asker.pk, case.contribution.participant.user_id) if pk]
    return case.consultation.memberships.current().filter(role=Role.MODERATOR).exclude(user__in=barred)


def other_moderators(appeal):
    """Memberships of moderators who may decide this appeal."""
    return _without_a_part_in_it(appeal).filter(role=Role.MODERATOR)


def deciders_of(appeal):
    """The people who may decide this appeal: other moderators, else owners."""
    memberships = other_moderators(appeal)
    if not memberships.exists():
        memberships = _without_a_part_in_it(appeal).filter(role=Role.OWNER)
    return [each.user for each in memberships.select_related("user")]


def _without_a_part_in_it(appeal):
    """Memberships of who neither decided, advised nor wrote."""
    barred = [pk for pk in (appeal.first_decider_id, appeal.appellant.user_id, *appeal.advisers) if pk]
    return appeal.consultation.memberships.current().exclude(user__in=barred)


permission(
    "moderation.flag",
    (is_readable, "not_found"),
    (is_not_author, "own_text_report"),
    (is_shown, "not_shown_report"),
)
permission("moderation.read", (may_read_case, "not_found"))
permission(
    "moderation.decide",
    (can_see, "not_found"),
    (is_moderator, "not_moderator"),
    (did_not_write_it, "own_text"),
)
permission(
    "moderation.hold",
    (may_read_case, "not_found"),
    (did_not_write_it, "own_text"),
    (is_waiting, "case_closed"),
)
permission(
    "moderation.ask_second",
    (can_see, "not_found"),
    (is_moderator, "not_moderator"),
    (did_not_write_it, "own_text"),
    (is_open, "case_closed"),
)
permission(
    "moderation.advise",
    (reads_case_of, "not_found"),
    (moderates_case_of, "not_moderator"),
    (did_not_write_text_of, "own_text"),
    (did_not_ask, "asked_oneself"),
    (reading_waits, "reading_over"),
)
permission(
    "moderation.undo",
    (can_see, "not_found"),
    (is_moderator, "not_moderator"),
    (is_decider, "not_decider"),
    (is_not_undone, "undone"),
    (is_in_time_to_undo, "undo_over"),
)
permission(
    "moderation.appeal",
    (is_appellant, "not_appellant"),
    (is_not_undone, "undone"),
    (restricts, "nothing_to_appeal"),
    (is_final, "not_final"),
    (has_no_appeal, "appealed_already"),
    (is_in_time_to_appeal, "appeal_too_late"),
)
permission(
    "moderation.decide_appeal",
    (may_read_appeal, "not_found"),
    (appeal_waits, "case_not_appealed"),
    (is_another, "first_decider"),
    (did_not_advise, "adviser"),
    (did_not_make_it, "own_text"),
    (is_second_decider, "not_second"),
)
permission(
    "moderation.invite_reviewer",
    (may_read_appeal, "not_found"),
    (is_owner, "not_owner"),
    (appeal_waits, "case_not_appealed"),
    (no_other_moderates, "team_decides"),
)
# Asked of a Reviewer, who has no account here.
permission(
    "moderation.review",
    (is_its_reviewer, "not_reviewer"),
    (appeal_waits, "case_not_appealed"),
)
permission("moderation.set_screening", (can_see, "not_found"), (is_owner, "not_owner"))
permission("moderation.see_screening", (can_see, "not_found"), (is_owner | is_moderator, "not_moderator"))
