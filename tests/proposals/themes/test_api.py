"""The findings by API."""

import pytest
from django.test import Client

from tests.factories.consult import ConsultationFactory
from tests.proposals.test_api import GUESSES
from tests.proposals.themes.views.test_pages import published

pytestmark = pytest.mark.django_db


def get(path):
    answer = Client().get(f"/api/v1/consultations/{path}")
    return answer.status_code, answer.json()


def test_report_by_api_says_what_the_page_says():
    consultation = published()
    status, said = get(f"{consultation.slug}/report")
    report = consultation.reports.get()
    assert (status, said["received"], said["fingerprint"]) == (200, 3, report.manifest_hash)
    assert said["ledger"]["in_themes"] == 2
    assert sum(said["ledger"].values()) == said["received"]
    assert [theme["submissions"] for theme in said["themes"]] == [2]


def test_texts_of_a_theme_by_api_page_by_id():
    consultation = published()
    _status, themes = get(f"{consultation.slug}/themes")
    _status, first = get(f"{consultation.slug}/themes/{themes[0]['id']}/texts?limit=1")
    _status, second = get(f"{consultation.slug}/themes/{themes[0]['id']}/texts?after={first['next_after']}")
    assert (len(first["texts"]), len(second["texts"]), second["next_after"]) == (1, 1, None)


@pytest.mark.parametrize(("guess", "field"), GUESSES)
def test_texts_of_a_theme_refuse_what_other_lists_refuse(guess, field):
    consultation = published()
    theme = consultation.reports.get().bundle["themes"][0]["id"]
    status, problem = get(f"{consultation.slug}/themes/{theme}/texts?{guess}")
    assert (status, list(problem["fields"])) == (400, [field])


@pytest.mark.parametrize(("limit", "bound"), [(0, "1"), (-5, "1"), (101, "100"), (10**9, "100")])
def test_limit_outside_its_range_is_told_the_bound_it_passed(limit, bound):
    consultation = published()
    theme = consultation.reports.get().bundle["themes"][0]["id"]
    _status, problem = get(f"{consultation.slug}/themes/{theme}/texts?limit={limit}")
    assert problem["fields"]["limit"][0].split()[-1] == bound


@pytest.mark.parametrize("name", ["report", "themes"])
def test_answer_that_is_whole_takes_no_limit(name):
    status, problem = get(f"{published().slug}/{name}?limit=1")
    assert (status, list(problem["fields"])) == (400, ["limit"])


@pytest.mark.parametrize("name", ["report", "themes", "themes/1/texts"])
def test_unpublished_findings_are_not_found(name):
    status, problem = get(f"{ConsultationFactory().slug}/{name}")
    assert (status, problem["code"]) == (404, "not_found")


def test_theme_that_is_not_published_is_not_found():
    assert get(f"{published().slug}/themes/999999/texts")[0] == 404
