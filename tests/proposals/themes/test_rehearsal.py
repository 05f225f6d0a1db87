"""What a rehearsal was sorted into goes when the consultation opens."""

import pytest

from consult.signals import consultation_opening
from proposals.themes.models import (
    OfficialResponse,
    Snapshot,
    Theme,
    ThemeAssignment,
    ThemeReport,
    ThemeRun,
)
from tests.factories.consult import RehearsalFactory
from tests.factories.themes import (
    OfficialResponseFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    ThemeRunFactory,
)

pytestmark = pytest.mark.django_db


def test_opening_clears_every_run_report_and_answer_of_the_rehearsal_and_no_other():
    kept = ThemeAssignmentFactory()
    run = ThemeRunFactory(consultation=RehearsalFactory())
    theme = ThemeFactory(codebook__run=run)
    ThemeAssignmentFactory(theme=theme)
    ThemeReportFactory(run=run)
    OfficialResponseFactory(theme=theme)
    consultation_opening.send(type(run.consultation), consultation=run.consultation)
    assert list(ThemeRun.objects.all()) == [kept.run]
    assert list(Snapshot.objects.all()) == [kept.run.snapshot]
    assert list(Theme.objects.all()) == [kept.theme]
    assert list(ThemeAssignment.objects.all()) == [kept]
    assert not ThemeReport.objects.exists()
    assert not OfficialResponse.objects.exists()
