"""Reports weigh by how often their authors were right; many new accounts bring a text to a person only."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from consult.clock import now
from consult.enums import Role
from consult.models import Notice
from moderation.actions.decisions import decide_case
from moderation.actions.flags import flag_contribution
from moderation.actions.screening import set_policy
from moderation.enums import Effect, Reason
from moderation.hints import hints_of
from moderation.models import Case, Decision, Flag
from moderation.notices.team import urgent
from moderation.screening.brigades import is_brigade, largest_rush
from proposals.models import Contribution
from tests.factories.accounts import UserFactory
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import moderator_of, staff_of
from tests.factories.proposals import CommentFactory, VoteFactory

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=30)


def reported(comment, number, reason=Reason.OFF_TOPIC, seconds=3):
    """That many new accounts, one every few seconds."""
    for each in range(number):
        with time_machine.travel(now() + timedelta(seconds=seconds * each), tick=False):
            flag_contribution(by=UserFactory(date_joined=now()), contribution=comment, reason=reason)


def test_thirty_new_accounts_in_two_minutes_bring_one_case_and_nothing_else():
    comment = CommentFactory()
    VoteFactory(contribution=comment)
    before = Contribution.objects.values().get(pk=comment.pk)
    reported(comment, 30)
    case = Case.objects.get()
    assert (case.reports, case.urgent, case.state) == (30, False, "open")
    assert Contribution.objects.values().get(pk=comment.pk) == before
    assert (Decision.objects.count(), Notice.objects.count(), comment.votes.count()) == (0, 0, 1)
    assert hints_of(case).brigade == 30


@pytest.mark.parametrize(("number", "seconds", "told"), [(29, 3, 0), (30, 5, 0), (35, 3, 35)])
def test_brigade_is_told_from_thirty_new_accounts_within_two_minutes(number, seconds, told):
    comment = CommentFactory()
    reported(comment, number, seconds=seconds)
    assert hints_of(Case.objects.get()).brigade == told


def test_old_accounts_are_no_brigade():
    comment = CommentFactory()
    for _number in range(30):
        flag_contribution(
            by=UserFactory(date_joined=now() - MONTH), contribution=comment, reason=Reason.OFF_TOPIC
        )
    assert hints_of(Case.objects.get()).brigade == 0


def test_largest_rush_counts_what_lies_within_the_window():
    start = now()
    moments = [start + timedelta(seconds=each) for each in (0, 60, 120, 121, 300)]
    assert largest_rush(moments) == 3
    assert not is_brigade(moments)
    assert largest_rush([]) == 0


def decided(case, effect):
    rule = case.consultation.house_rules.first() or HouseRuleFactory(consultation=case.consultation)
    by = moderator_of(case.consultation)
    decide_case(by=by, case=case, version=case.version, effect=effect, rule=rule, facts="It is.", days=1)


@pytest.mark.parametrize(
    ("effects", "weight"),
    [([], 1 / 2), ([Effect.HIDE], 2 / 3), ([Effect.KEEP], 1 / 3), ([Effect.HIDE, Effect.HIDE], 3 / 4)],
)
def test_reports_weigh_by_how_often_the_reporter_was_right(effects, weight):
    reporter = UserFactory()
    root = CommentFactory().root
    for effect in effects:
        flag, _new = flag_contribution(
            by=reporter, contribution=CommentFactory(root=root), reason="off_topic"
        )
        decided(Case.objects.get(pk=flag.case_id), effect)
    flag, _new = flag_contribution(by=reporter, contribution=CommentFactory(root=root), reason="off_topic")
    assert flag.weight == pytest.approx(weight)


def test_report_without_an_account_weighs_like_that_of_a_stranger():
    flag, _new = flag_contribution(by=AnonymousUser(), contribution=CommentFactory(), reason="off_topic")
    assert (flag.weight, flag.is_new_account) == (1 / 2, True)


URGENT = {reason: reason in (Reason.THREAT, Reason.CHILD, Reason.PERSONAL_DETAILS) for reason in Reason}


@pytest.mark.parametrize("reason", Reason)
def test_urgent_reports_reach_all_moderators_at_once_and_once(reason):
    comment = CommentFactory()
    people = {moderator_of(comment.consultation) for _n in range(2)}
    for _number in range(2):
        flag_contribution(by=UserFactory(), contribution=comment, reason=reason, text="Now.")
    told = Notice.objects.filter(kind="moderation.urgent")
    assert sorted(notice.user.pk for notice in told) == sorted(p.pk for p in people) * URGENT[reason]
    assert all(notice.send_after <= now() for notice in told)
    assert Case.objects.get().urgent is URGENT[reason]


def test_moderator_on_duty_gets_the_letter_with_whom_to_call_and_without_the_text():
    comment = CommentFactory(public_text="CANARY-HID I know where you live")
    duty, _other = moderator_of(comment.consultation), moderator_of(comment.consultation)
    set_policy(
        by=staff_of(comment.consultation, Role.OWNER),
        consultation=comment.consultation,
        holds={},
        duty_moderator=duty,
        escalation_contact="Police 999, safeguarding 01632 960000",
    )
    flag_contribution(by=UserFactory(), contribution=comment, reason=Reason.THREAT)
    notice = Notice.objects.get(kind="moderation.urgent")
    letter = urgent(notice)
    assert notice.user == duty
    assert "Police 999, safeguarding 01632 960000" in [text for _name, text in letter.rows]
    assert "CANARY" not in str(letter)
    decided(Case.objects.get(), Effect.HIDE)
    assert urgent(notice) is None


def test_urgent_case_is_due_within_the_hour():
    comment = CommentFactory()
    flag_contribution(by=UserFactory(), contribution=comment, reason=Reason.THREAT)
    case = Case.objects.get()
    assert case.due_at - case.opened_at <= timedelta(hours=1, seconds=5)


def test_weight_and_newness_cannot_be_posted(client):
    comment = CommentFactory()
    extra = {"weight": "99", "is_new_account": "", "case": "7", "participant": "7", "user": "7", "pk": "7"}
    client.post(f"/contributions/{comment.pk}/flag/", {"reason": "off_topic"} | extra)
    flag = Flag.objects.get()
    assert (flag.weight, flag.is_new_account, flag.participant, flag.user) == (0.5, True, None, None)
