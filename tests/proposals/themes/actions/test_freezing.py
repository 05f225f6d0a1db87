"""Freezing everything received: the closing list, what an owner accepts, what a run then reads."""

from datetime import timedelta

import pytest

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from moderation.models import Case
from proposals.actions import bulk, votes
from proposals.actions.ballots import BallotLine
from proposals.actions.bulk import ImportedSubmission
from proposals.actions.submissions import new_submission
from proposals.closing import closing_list
from proposals.enums import Channel
from proposals.lifelines import stations_of
from proposals.themes.actions import (
    accept_closing_line,
    freeze_received,
    freeze_report,
    perform_run,
    start_run,
)
from proposals.themes.actions.snapshots import take_snapshot
from proposals.themes.models import ClosingLine, Snapshot
from proposals.themes.reports.freeze import changes_between
from tests.factories.consult import ConsultationFactory, PhaseFactory
from tests.factories.moderation import CaseFactory, DecisionFactory
from tests.factories.proposals import (
    GuestParticipantFactory,
    ParticipantFactory,
    ProposalFactory,
    SubmissionFactory,
)
from tests.factories.themes import accept_everything, analyst_of, staff, write_about_topics

pytestmark = pytest.mark.django_db


def closed(**fields):
    """A consultation without an open phase."""
    return ConsultationFactory(phase=False, **fields)


def numbers(consultation):
    return {line.code: line.number for line in closing_list(consultation) if line.number}


def refused_lines(consultation):
    with pytest.raises(Invalid) as invalid:
        freeze_received(by=analyst_of(consultation), consultation=consultation)
    return invalid.value.fields[""]


def with_a_case(consultation):
    CaseFactory(contribution=ProposalFactory(consultation_of=consultation))


def with_paper(consultation):
    SubmissionFactory(participant__consultation=consultation, channel=Channel.PAPER)


def with_a_guest(consultation):
    guest = GuestParticipantFactory(consultation=consultation)
    ProposalFactory(consultation_of=consultation, author=guest)


@pytest.mark.parametrize(
    "happening, code", [(with_a_case, "cases"), (with_paper, "unkeyed"), (with_a_guest, "unverified")]
)
def test_closing_list_counts(happening, code):
    consultation = closed(access_propose="confirmed")
    happening(consultation)
    assert numbers(consultation) == {code: 1}


def dies(*_anything):
    """As when the process is killed in the middle."""
    raise KeyboardInterrupt


def test_closing_list_counts_an_import_that_was_cut_off_until_the_same_file_is_given_again(monkeypatch):
    consultation = closed()
    rows = [
        ImportedSubmission(str(n), ParticipantFactory(consultation=consultation), now()) for n in range(3)
    ]
    with monkeypatch.context() as broken:
        broken.setattr(bulk, "_write", dies)
        with pytest.raises(KeyboardInterrupt):
            bulk.import_submissions(by=None, consultation=consultation, submissions=rows)
    assert numbers(consultation) == {"imports": 1}
    assert bulk.import_submissions(by=None, consultation=consultation, submissions=rows) == 3
    assert "imports" not in numbers(consultation)


def test_closing_list_counts_votes_whose_import_was_cut_off(monkeypatch):
    consultation = closed()
    lines = [BallotLine(ProposalFactory(consultation_of=consultation).pk, 0, 1, None)]
    with monkeypatch.context() as broken:
        broken.setattr(votes, "upsert_votes", dies)
        with pytest.raises(KeyboardInterrupt):
            votes.import_votes(by=None, consultation=consultation, lines=lines)
    assert numbers(consultation) == {"imports": 1}
    votes.import_votes(by=None, consultation=consultation, lines=[])
    assert numbers(consultation) == {}


def test_closing_list_counts_a_text_whose_author_may_still_change_it():
    consultation = closed()
    decision = DecisionFactory(
        case__contribution=ProposalFactory(consultation_of=consultation, state="held"),
        effect="ask_to_edit",
        until=now() + timedelta(hours=24),
    )
    decision.case.state = "decided"
    decision.case.save()
    assert numbers(consultation) == {"edits": 1}


def test_closing_list_counts_a_phase_that_goes_on():
    assert numbers(ConsultationFactory()) == {"phases": 1}


def test_freeze_is_refused_while_a_line_is_open_and_names_it():
    consultation = closed()
    with_paper(consultation)
    assert refused_lines(consultation) == ["1 letter, form or call that nobody typed in"]
    assert not Snapshot.objects.exists()


def test_freeze_with_a_line_accepted_keeps_number_reason_and_person_with_the_snapshot():
    consultation = closed()
    with_paper(consultation)
    owner = staff(consultation, Role.OWNER)
    accept_closing_line(by=owner, consultation=consultation, code="unkeyed", reason="Unreadable.")
    snapshot = freeze_received(by=analyst_of(consultation), consultation=consultation)
    line = snapshot.closing_lines.get()
    assert (line.code, line.number, line.reason, line.accepted_by) == ("unkeyed", 1, "Unreadable.", owner)
    assert LogEntry.objects.filter(act="received.frozen").count() == 1


def test_accepted_line_on_which_more_came_since_is_open_again():
    consultation = closed()
    with_paper(consultation)
    accept_everything(consultation)
    with_paper(consultation)
    assert refused_lines(consultation) == ["2 letters, forms and calls that nobody typed in"]


def test_accepted_line_that_is_empty_by_now_is_not_printed():
    consultation = closed()
    with_a_case(consultation)
    accept_everything(consultation)
    Case.objects.update(state="closed", closed_at="2026-01-01T00:00Z")
    freeze_received(by=analyst_of(consultation), consultation=consultation)
    assert not ClosingLine.objects.exists()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.MODERATOR, Role.RESPONDER])
def test_accepting_is_for_owners(role):
    consultation = ConsultationFactory()
    with pytest.raises(Refused) as refused:
        accept_closing_line(
            by=staff(consultation, role), consultation=consultation, code="phases", reason="Why."
        )
    assert refused.value.code == "not_owner"


@pytest.mark.parametrize("code, reason", [("phases", " "), ("appeals", "Why."), ("unknown", "Why.")])
def test_accepting_without_a_reason_or_what_is_not_open_is_refused(code, reason):
    consultation = ConsultationFactory()
    with pytest.raises(Invalid):
        accept_closing_line(
            by=staff(consultation, Role.OWNER), consultation=consultation, code=code, reason=reason
        )
    assert not ClosingLine.objects.exists()


def test_owner_does_not_freeze():
    consultation = closed()
    with pytest.raises(Refused):
        freeze_received(by=staff(consultation, Role.OWNER), consultation=consultation)


def test_freeze_takes_the_snapshot_of_the_newest_run_while_nothing_changed_and_a_new_one_after():
    consultation = closed()
    analyst = analyst_of(consultation)
    write_about_topics(consultation)
    run = start_run(by=analyst, consultation=consultation, n_themes=3, enqueue=False)
    run = perform_run(run_id=run.pk)
    assert freeze_received(by=analyst, consultation=consultation) == run.snapshot
    ProposalFactory(consultation_of=consultation)
    again = freeze_received(by=analyst, consultation=consultation)
    assert again != run.snapshot
    assert changes_between(run.snapshot, again) == {"new": 1}
    with pytest.raises(Invalid) as invalid:
        freeze_report(by=analyst, consultation=consultation)
    assert "This run did not read what was frozen last. Start a new run." in invalid.value.fields[""]
    newer = start_run(by=analyst, consultation=consultation, n_themes=3, enqueue=False)
    ProposalFactory(consultation_of=consultation)
    assert perform_run(run_id=newer.pk).snapshot == again


def test_text_restored_after_an_appeal_is_a_change_of_the_next_edition():
    consultation = closed()
    analyst = analyst_of(consultation)
    hidden, shown = (
        ProposalFactory(consultation_of=consultation, state=state) for state in ("hidden", "visible")
    )
    old = freeze_received(by=analyst, consultation=consultation)
    hidden.state, shown.state = "visible", "withdrawn"
    hidden.save()
    shown.save()
    new = freeze_received(by=analyst, consultation=consultation)
    assert changes_between(old, new) == {"restored": 1, "gone": 1}


def test_what_comes_on_paper_after_the_last_phase_is_late_keeps_its_receipt_and_is_told_so():
    consultation = closed()
    closes = now() - timedelta(days=1)
    PhaseFactory(consultation=consultation, opens_at=closes - timedelta(days=9), closes_at=closes)
    participant = ParticipantFactory(consultation=consultation)
    sent = {
        moment: new_submission(
            participant=participant, kind="letter", channel=Channel.PAPER, received_at=closes + moment
        )
        for moment in (-timedelta(hours=1), timedelta(hours=1))
    }
    assert [submission.late for submission, _code in sent.values()] == [False, True]
    late, code = sent[timedelta(hours=1)]
    assert len(code) >= 16
    assert [each.name for each in stations_of([late], participant.user)[late.pk]] == ["Received", "Late"]
    snapshot = take_snapshot(consultation=consultation, by=None)
    assert snapshot.items.get(submission=late).state == "late"
