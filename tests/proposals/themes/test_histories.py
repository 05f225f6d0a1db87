"""Whatever happens to submissions, before a freeze and after it, each outlet's ledger adds up and stays."""

import csv
import io
import json
from collections import Counter

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.clock import now
from consult.enums import Access
from proposals.actions.erasure import erase_participant
from proposals.actions.states import hide, hold, restore
from proposals.enums import Channel, ContributionState
from proposals.models import Contribution, Submission
from proposals.themes.actions import freeze_received
from proposals.themes.actions.freezing import open_lines
from proposals.themes.actions.recounts import recount, recount_themes
from proposals.themes.enums import Place
from proposals.themes.models import Theme, ThemeRun
from proposals.themes.reports.bundle_file import bundle_file
from proposals.themes.reports.findings import findings
from proposals.themes.reports.rebuild.comparing import differences
from proposals.themes.reports.tables import as_json, ledger_csv
from proposals.themes.views.report import report_context
from tests.factories.accounts import UserFactory
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import GuestParticipantFactory, ProposalFactory, SubmissionFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    accept_everything,
    analyst_of,
    publish_findings,
)

pytestmark = pytest.mark.django_db
PLACED = ["theme", "unsure", "campaign"]
ACTS = [
    "send",
    "blank",
    "empty",
    "late",
    "unverified",
    "duplicate",
    "hide",
    "hold",
    "restore",
    "erase",
    "withdraw",
]
AFTER = ["hide", "hold", "restore", "erase", "withdraw", "late", "send"]
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, 50), st.sampled_from(PLACED))
LATER = st.tuples(st.sampled_from(AFTER), st.integers(0, 50), st.sampled_from(PLACED))


class History:
    """A consultation to which things happen, and where the analysis would put each text."""

    def __init__(self):
        access = {"access_propose": Access.CONFIRMED, "access_answer": Access.CONFIRMED}
        self.consultation = ConsultationFactory(disclosure_threshold=2, **access)
        self.moderator, self.wanted = UserFactory(), {}

    def happen(self, steps):
        for act, number, placed in steps:
            getattr(self, act)(number, placed)

    def send(self, _number, placed, **fields):
        text = ProposalFactory(consultation_of=self.consultation, **fields)
        self.wanted[text.pk] = placed
        return text

    def blank(self, number, placed):
        self.send(number, placed, title="", public_text="  ")

    def empty(self, _number, _placed):
        SubmissionFactory(participant__consultation=self.consultation, channel=Channel.PAPER)

    def late(self, number, placed):
        self._change(self.send(number, placed).submission, late=True)

    def unverified(self, number, placed):
        guest = GuestParticipantFactory(consultation=self.consultation)
        self.send(number, placed, author=guest)

    def duplicate(self, number, placed):
        if others := self._submissions():
            self._change(self.send(number, placed).submission, duplicate_of=others[number % len(others)])

    def hide(self, number, _placed):
        self._move(hide, number)

    def hold(self, number, _placed):
        self._move(hold, number)

    def restore(self, number, _placed):
        self._move(restore, number, ContributionState.HIDDEN, ContributionState.HELD)

    def withdraw(self, number, _placed):
        if others := self._submissions():
            self._change(others[number % len(others)], withdrawn_at=now())

    def erase(self, number, _placed):
        if others := self._submissions():
            participant = others[number % len(others)].participant
            with transaction.atomic():
                erase_participant(participant=participant, by=None)

    def _submissions(self):
        return list(Submission.objects.filter(consultation=self.consultation).order_by("pk"))

    def _change(self, submission, **fields):
        Submission.objects.filter(pk=submission.pk).update(**fields)

    def _move(self, act, number, *states):
        states = states or [ContributionState.VISIBLE]
        rows = Contribution.objects.filter(consultation=self.consultation, state__in=states)
        if texts := list(rows.order_by("pk")):
            with transaction.atomic():
                act(contribution=texts[number % len(texts)], by=self.moderator)

    def sort(self, snapshot):
        """A finished run over the snapshot that puts each analysed text where it was meant to go."""
        run = ThemeRun.objects.create(
            consultation=self.consultation, number=1, snapshot=snapshot, state="done", input_hash="1" * 64
        )
        theme = ThemeFactory(codebook__run=run)
        for text in Contribution.objects.filter(
            pk__in=snapshot.items.filter(state="analysed").values("contribution")
        ):
            placed = self.wanted[text.pk]
            if placed != "unsure":
                ThemeAssignmentFactory(theme=theme, contribution=text, copy=placed == "campaign")
        run.ledger.all().delete()
        snapshot.received = snapshot.items.values("submission").distinct().count()
        snapshot.save()
        recount(run)
        recount_themes(Theme.objects.of_run(run))
        return run


def ledgers_of(report):
    """{outlet: {place: number}} of everything that prints the ledger."""
    found = findings(report, AnonymousUser())
    rows = list(csv.reader(io.StringIO(ledger_csv(found).decode("utf-8-sig"))))
    page = report_context(found)
    return {
        "bundle": dict(map(tuple, report.bundle["ledger"])),
        "csv": {place: int(number) for place, number in rows[2:]},
        "json": as_json(found)["ledger"],
        "page": page["ledger"],
        "rows": dict(Counter(report.run.ledger.values_list("place", flat=True))),
    }


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.lists(STEPS, min_size=4, max_size=12), after=st.lists(LATER, min_size=1, max_size=6))
def test_ledger_of_any_history_adds_up_in_every_outlet_and_stays(before, after):
    history = History()
    history.happen(before)
    sent = Submission.objects.filter(consultation=history.consultation).count()
    accept_everything(history.consultation)
    assert open_lines(history.consultation) == []
    snapshot = freeze_received(by=analyst_of(history.consultation), consultation=history.consultation)
    run = history.sort(snapshot)
    report = publish_findings(history.consultation, run=run)
    first = ledgers_of(report)
    assert {sum(each.values()) for each in first.values()} == {sent} == {report.bundle["received"]}
    assert all(full(each) == full(first["rows"]) for each in first.values())
    written = bundle_file(report)
    assert differences(json.loads(written), written) == []
    history.happen(after)
    report.refresh_from_db()
    assert {name: full(each) for name, each in ledgers_of(report).items()} == {
        name: full(each) for name, each in first.items()
    }


def full(ledger):
    return {place: ledger.get(place, 0) for place in Place.values}
