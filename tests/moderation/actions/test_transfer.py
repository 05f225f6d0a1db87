"""Moving a comment to the thread it belongs in: with replies and votes, and back again."""

import pytest

from consult.errors import Invalid
from consult.models import LogEntry
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.decisions import decide_case, undo_decision
from moderation.actions.effects import available
from moderation.enums import Effect
from moderation.models import Case
from proposals.live.replay import stretch
from proposals.models import Contribution
from tests.factories.consult import HouseRuleFactory
from tests.factories.moderation import CaseFactory, moderator_of
from tests.factories.proposals import CommentFactory, OpenAnswerFactory, ProposalFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    """Second in its branch, with two levels of replies and a vote."""
    top = CommentFactory()
    comment = CommentFactory(root=top.root, parent=top, public_text="What of the buses?")
    reply = CommentFactory(root=top.root, parent=comment)
    CommentFactory(root=top.root, parent=reply)
    VoteFactory(contribution=comment)
    return comment


@pytest.fixture
def elsewhere(comment):
    return ProposalFactory(consultation_of=comment.consultation, title="More buses")


def moved(comment, to, **typed):
    case = CaseFactory(contribution=comment)
    words = {
        "effect": Effect.TRANSFER,
        "rule": HouseRuleFactory(consultation=comment.consultation),
        "facts": "It is about buses.",
        "destination": to,
    }
    by = moderator_of(comment.consultation)
    return decide_case(by=by, case=case, version=case.version, **words | typed)


def shape(root):
    """[(depth, path, replies counted)] of a thread in its order, and what its root counts."""
    rows = Contribution.objects.filter(root=root).order_by("path").values_list("depth", "path")
    root.refresh_from_db()
    return list(rows), root.reply_count


def test_transfer_takes_replies_and_votes_to_the_top_of_the_other_thread(comment, elsewhere):
    old = Contribution.objects.get(pk=comment.root_id)
    moved(comment, elsewhere)
    comment.refresh_from_db()
    assert (comment.root, comment.depth, comment.state, comment.votes.count()) == (elsewhere, 1, "visible", 1)
    assert comment.reply_count == 2
    rows, counted = shape(elsewhere)
    assert ([depth for depth, _path in rows], counted) == ([1, 2, 3], 3)
    assert [path[:10] for _depth, path in rows] == [f"{comment.pk:010d}"] * 3
    rows, counted = shape(old)
    assert (len(rows), counted) == (1, 1)


@pytest.mark.parametrize("way", ["undo", "appeal"])
def test_taking_a_transfer_back_restores_the_very_place(comment, elsewhere, way):
    old = Contribution.objects.get(pk=comment.root_id)
    before = shape(old)
    decision = moved(comment, elsewhere)
    if way == "undo":
        undo_decision(by=decision.decided_by, decision=decision)
    else:
        appeal = appeal_decision(by=comment.participant.user, decision=decision, text="It is about both.")
        version = Case.objects.get(pk=decision.case_id).version
        second = moderator_of(comment.consultation)
        decide_appeal(by=second, appeal=appeal, outcome="reversed", reasons="It is.", version=version)
    assert shape(old) == before
    assert shape(elsewhere) == ([], 0)
    acts = LogEntry.objects.filter(act="contribution.moved").order_by("number")
    assert [entry.details["to"] for entry in acts] == [elsewhere.pk, old.pk]


def test_open_pages_of_both_threads_hear_of_it(comment, elsewhere):
    old = comment.root_id
    moved(comment, elsewhere)
    kinds = {
        number: list(stretch(f"thread:{number}", 0, ["en"]).frames["en"]) for number in (old, elsewhere.pk)
    }
    assert all('"comment.removed"' in str(frame) and "buses" not in str(frame) for frame in kinds[old])
    assert all('"comment.added"' in str(frame) for frame in kinds[elsewhere.pk])


def test_transfer_needs_another_shown_proposal_of_the_same_consultation(comment, elsewhere):
    hidden = ProposalFactory(consultation_of=comment.consultation, state="hidden")
    for place in (None, ProposalFactory(), comment.root, hidden, CommentFactory(root=elsewhere)):
        with pytest.raises(Invalid) as invalid:
            moved(comment, place, rule=HouseRuleFactory(consultation=comment.consultation))
        assert list(invalid.value.fields) == ["destination"]
        Case.objects.all().delete()


def test_only_comments_can_be_moved():
    for text in (ProposalFactory(), OpenAnswerFactory()):
        assert Effect.TRANSFER not in available(CaseFactory(contribution=text))


@pytest.mark.parametrize(
    "typed", ["{pk}", "/proposals/{pk}/", "https://example.org/fr/proposals/{pk}/#comments"]
)
def test_moderator_types_number_or_address_of_the_proposal(client, comment, elsewhere, typed):
    case = CaseFactory(contribution=comment)
    rule = HouseRuleFactory(consultation=comment.consultation)
    client.force_login(moderator_of(comment.consultation))
    words = {"effect": "transfer", "rule": rule.pk, "facts": "It is about buses.", "version": case.version}
    client.post(f"/moderation/{case.pk}/decide/", words | {"destination": typed.format(pk=elsewhere.pk)})
    comment.refresh_from_db()
    assert comment.root == elsewhere
