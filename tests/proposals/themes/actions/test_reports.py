"""Publishing findings."""

import json

import pytest

from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.models import LogEntry
from proposals.themes.actions import publish_report
from proposals.themes.actions.reports import doubts_about_report
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
    return theme.consultation, theme


def missing(consultation):
    with pytest.raises(Invalid) as invalid:
        publish_report(by=analyst_of(consultation), consultation=consultation)
    return invalid.value.fields[""]


def test_publish_report_freezes_an_edition_signed_by_the_analyst():
    consultation, _theme = ready()
    heard = []
    report_published.connect(lambda report, **_: heard.append(report), weak=False, dispatch_uid="heard")
    analyst = analyst_of(consultation)
    report = publish_report(by=analyst, consultation=consultation)
    report_published.disconnect(dispatch_uid="heard")
    assert (report.edition, report.published_by, heard) == (1, analyst, [report])
    assert [(s.user, s.role) for s in report.sign_offs.all()] == [(analyst, "analyst")]
    assert report.manifest_hash == fingerprint(ThemeReport.objects.get().bundle)
    entry = LogEntry.objects.get(act="report.published")
    assert entry.details == {"edition": 1, "fingerprint": report.manifest_hash}


def test_bundle_holds_no_word_of_anybody():
    consultation, _theme = ready()
    report = publish_report(by=analyst_of(consultation), consultation=consultation)
    assert "CANARY" not in json.dumps(report.bundle)


def test_publish_report_of_the_same_run_twice_is_refused_and_of_a_new_run_is_the_next_edition():
    consultation, theme = ready()
    analyst = analyst_of(consultation)
    publish_report(by=analyst, consultation=consultation)
    assert missing(consultation) == ["This run is published already. Start a new run for a new edition."]
    run = ThemeRunFactory(consultation=consultation, number=theme.codebook.run.number + 1)
    ThemeFactory(codebook__run=run)
    assert publish_report(by=analyst, consultation=consultation).edition == 2


def test_publish_report_names_everything_missing():
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
def test_publish_report_without_a_finished_run_says_so(state, expected):
    consultation = ConsultationFactory()
    if state:
        ThemeRunFactory(consultation=consultation, state=state)
    assert missing(consultation) == [expected]


def test_publish_report_by_a_policymaker_is_refused():
    consultation, _theme = ready()
    with pytest.raises(Refused) as refused:
        publish_report(by=responder_of(consultation), consultation=consultation)
    assert refused.value.code == "not_analyst"


def test_publish_report_by_an_analyst_who_owns_the_consultation_is_refused_and_publishes_nothing():
    consultation, _theme = ready()
    both = analyst_of(consultation)
    consultation.memberships.create(user=both, role=Role.OWNER)
    with pytest.raises(Refused) as refused:
        publish_report(by=both, consultation=consultation)
    assert (refused.value.code, ThemeReport.objects.count()) == ("owner_of_report", 0)


def test_confirmed_theme_without_a_definition_is_a_doubt_and_does_not_stop_the_report():
    consultation, theme = ready()
    ThemeFactory(codebook=theme.codebook, name="Trees", definition="Trees in streets.")
    ThemeFactory(codebook=theme.codebook, name="Noise", state=ThemeState.DISMISSED)
    run = theme.codebook.run
    assert doubts_about_report(run) == ["“Buses” has no definition, so readers see its name alone."]
    assert publish_report(by=analyst_of(consultation), consultation=consultation).edition == 1
