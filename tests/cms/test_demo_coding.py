"""The coding in the demonstration: finished where the report is published, half way where it is not."""

import pytest

from proposals.themes.coding.judging import is_open, judged_texts
from proposals.themes.coding.standing import progress_of
from proposals.themes.models import CodingSample, ThemeReport
from tests.cms.test_demo import OPEN, library, mail  # noqa: F401  the seeded database

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_library_report_rests_on_a_sample_that_two_people_coded_and_settled(library):  # noqa: F811
    report = ThemeReport.objects.get(consultation=library)
    estimates, agreement = report.bundle["estimates"], report.bundle["agreement"]
    assert (estimates["coders"], estimates["coded"]) == (2, 60)
    assert all(low <= share <= high for _pk, share, low, high in estimates["themes"] if share is not None)
    assert 5000 < agreement["alpha"] < 10_000


def test_streets_are_being_coded_by_two_people_who_do_not_see_each_other():
    sample = CodingSample.objects.get(codebook__consultation__slug=OPEN)
    assert [done for _coder, done, _of in progress_of(sample)] == [44, 31]
    assert is_open(sample)
    both = [each for each in judged_texts(sample) if each.is_double and each.is_complete]
    assert any(each.differs for each in both)
