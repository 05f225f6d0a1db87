"""Publishing findings."""

import json

import pytest
from django.db import transaction

from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from consult.rules import refusal
from proposals.themes.actions import freeze_report, publish_report, return_report, sign_report
from proposals.themes.enums import RunState, ThemeState
from proposals.themes.models import ThemeReport
from proposals.themes.reports.bundle import fingerprint
from proposals.themes.signals import report_published
from tests.factories.consult import ConsultationFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.themes import (
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeRunFactory,
    analyst_of,
    fulfil,
    publish_findings,
    responder_of,
)

pytestmark = pytest.mark.django_db


def ready(texts=3, **fields):
    """A finished run with one confirmed theme; returns (consultation, theme)."""
    theme = ThemeFactory(name="Buses", **fields)
    for number in range(texts):
        text = f"CANARY {number}: the bus is late every single morning of the week."
        ThemeAssignmentFactory(
            theme=theme,
            contribution=ProposalFactory(consultation_of=theme.consultation, public_text=text),
        )
    fulfil(theme.codebook.run)
    return theme.consultation, theme


def missing(consultation):
    with pytest.raises(Invalid) as invalid:
        freeze_report(by=analyst_of(consultation), consultation=consultation)
    return invalid.value.fields[""]


def people_of(consultation):
    """(who freezes, who signs)"""
    return analyst_of(consultation), analyst_of(consultation)


def test_freeze_sign_and_publish_put_two_names_under_an_edition():
    consultation, _theme = ready()
    heard = []
    report_published.connect(lambda report, **_: heard.append(report), weak=False, dispatch_uid="heard")
    first, second = people_of(consultation)
    report = freeze_report(by=first, consultation=consultation)
    assert (report.edition, report.state, report.frozen_by, report.published_at) == (1, "frozen", first, None)
    report = sign_report(by=second, report=report)
    assert (report.state, heard) == ("signed", [])
    report = publish_report(by=first, report=report)
    report_published.disconnect(dispatch_uid="heard")
    assert (report.state, report.published_by, heard) == ("published", first, [report])
    signed = [(s.user, s.role) for s in report.sign_offs.all()]
    assert signed == [(first, "analyst"), (second, "second")]
    assert report.manifest_hash == fingerprint(ThemeReport.objects.get().bundle)
    acts = ["report.frozen", "report.signed", "report.published"]
    entries = LogEntry.objects.filter(act__in=acts).order_by("pk")
    details = {"edition": 1, "fingerprint": report.manifest_hash}
    assert [(e.act, e.actor_id, e.details) for e in entries] == [
        (act, by.pk, details) for act, by in zip(acts, [first, second, first], strict=True)
    ]


def test_edition_before_stays_public_until_the_next_one_is_published():
    consultation, theme = ready()
    old = publish_findings(consultation)
    run = ThemeRunFactory(consultation=consultation, number=theme.codebook.run.number + 1)
    ThemeFactory(codebook__run=run)
    fulfil(run)
    first, second = people_of(consultation)
    latest = ThemeReport.objects.latest_of
    new = freeze_report(by=first, consultation=consultation, corrections="Counted again.")
    assert latest(consultation) == old
    new = sign_report(by=second, report=new)
    assert latest(consultation) == old
    publish_report(by=first, report=new)
    assert (latest(consultation), new.edition) == (new, 2)


def test_returned_findings_can_be_changed_and_are_frozen_again_as_the_same_edition():
    consultation, theme = ready()
    first, second = people_of(consultation)
    report = freeze_report(by=first, consultation=consultation)
    assert refusal("themes.edit", first, theme).code == "findings_frozen"
    report = return_report(by=second, report=report, reason="The third theme is two.")
    assert refusal("themes.edit", first, theme) is None
    assert (report.state, report.returned_because, report.sign_offs.count()) == (
        "returned",
        "The third theme is two.",
        0,
    )
    again = freeze_report(by=first, consultation=consultation)
    assert (again.pk, again.edition, again.state, again.returned_because) == (report.pk, 1, "frozen", "")


def test_return_without_a_reason_changes_nothing():
    consultation, _theme = ready()
    report = freeze_report(by=analyst_of(consultation), consultation=consultation)
    with pytest.raises(Invalid):
        return_report(by=analyst_of(consultation), report=report, reason="  ")
    report.refresh_from_db()
    assert report.state == "frozen"


@pytest.mark.parametrize(
    "state, refused",
    [
        ("frozen", ["publish"]),
        ("signed", ["sign"]),
        ("returned", ["sign", "publish", "return"]),
        ("published", ["sign", "publish", "return"]),
    ],
)
def test_act_out_of_turn_is_refused(state, refused):
    consultation, _theme = ready()
    report = freeze_report(by=analyst_of(consultation), consultation=consultation)
    moment = now() if state == "published" else None
    ThemeReport.objects.update(state=state, published_at=moment)
    acts = {
        "sign": lambda by: sign_report(by=by, report=report),
        "publish": lambda by: publish_report(by=by, report=report),
        "return": lambda by: return_report(by=by, report=report, reason="Why."),
    }
    said = []
    for name, act in acts.items():
        with transaction.atomic():
            try:
                act(analyst_of(consultation))
            except Refused as refusal_:
                said.append((name, refusal_.code))
            transaction.set_rollback(True)
    assert said == [(name, "report_moved_on") for name in acts if name in refused]


def test_second_freeze_while_an_edition_waits_is_refused():
    consultation, _theme = ready()
    freeze_report(by=analyst_of(consultation), consultation=consultation)
    assert missing(consultation) == [
        "An edition is frozen already. It is signed and published first, or returned."
    ]


def test_bundle_holds_no_word_of_anybody():
    consultation, _theme = ready()
    report = publish_findings(consultation)
    assert "CANARY" not in json.dumps(report.bundle)


def test_freeze_report_of_the_same_run_twice_is_refused_and_of_a_new_run_is_the_next_edition():
    consultation, theme = ready()
    publish_findings(consultation)
    assert missing(consultation) == ["This run is published already. Start a new run for a new edition."]
    run = ThemeRunFactory(consultation=consultation, number=theme.codebook.run.number + 1)
    ThemeFactory(codebook__run=run)
    assert publish_findings(consultation).edition == 2


def test_freeze_report_names_everything_missing():
    consultation, _theme = ready(state=ThemeState.CANDIDATE)
    consultation.promises = {}
    consultation.save()
    assert missing(consultation) == [
        "The promise of the consultation is not complete. An editor completes it on its page.",
        "No theme is confirmed.",
        "1 suggested theme is neither confirmed nor dismissed.",
    ]


@pytest.mark.parametrize(
    "state, expected",
    [
        (None, "No run has ended yet. Start one and wait until it is done."),
        (RunState.FAILED, "No run has ended yet. Start one and wait until it is done."),
        (RunState.CANCELLED, "No run has ended yet. Start one and wait until it is done."),
        (RunState.QUEUED, "A run is under way. Wait until it has ended."),
        (RunState.RUNNING, "A run is under way. Wait until it has ended."),
    ],
)
def test_freeze_report_without_a_finished_run_says_so(state, expected):
    consultation = ConsultationFactory()
    if state:
        ThemeRunFactory(consultation=consultation, state=state)
    assert missing(consultation) == [expected]


def test_freeze_report_by_a_policymaker_is_refused():
    consultation, _theme = ready()
    with pytest.raises(Refused) as refused:
        freeze_report(by=responder_of(consultation), consultation=consultation)
    assert refused.value.code == "not_analyst"


def test_freeze_report_by_an_analyst_who_owns_the_consultation_is_refused_and_freezes_nothing():
    consultation, _theme = ready()
    both = analyst_of(consultation)
    consultation.memberships.create(user=both, role=Role.OWNER)
    with pytest.raises(Refused) as refused:
        freeze_report(by=both, consultation=consultation)
    assert (refused.value.code, ThemeReport.objects.count()) == ("owner_of_report", 0)


def test_confirmed_theme_without_a_definition_stops_the_report_and_a_dismissed_one_does_not():
    consultation, theme = ready()
    ThemeFactory(codebook=theme.codebook, name="Trees", definition="")
    ThemeFactory(codebook=theme.codebook, name="Noise", definition="", state=ThemeState.DISMISSED)
    with pytest.raises(Invalid) as refusal:
        publish_findings(consultation)
    assert refusal.value.fields[""] == ["“Trees” has no definition."]
