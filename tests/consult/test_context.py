"""What every template knows about the site, and what it costs."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from consult.context import site
from consult.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def context(rf: RequestFactory):
    """The context of a page."""
    return lambda path="/proposals/7/?page=2": site(rf.get(path))


def test_context_nobody_looks_at_asks_nothing(context, django_assert_num_queries):
    with django_assert_num_queries(0):
        context()


def test_site_and_body_have_their_names(context):
    here = Site.objects.get(is_default_site=True)
    Site.objects.filter(pk=here.pk).update(site_name="Ashby Vale")
    Body.objects.update_or_create(site=here, defaults={"name": "Ashby Vale Borough Council"})
    found = context()
    assert (str(found["site_name"]), str(found["body_name"])) == ("Ashby Vale", "Ashby Vale Borough Council")


def test_site_without_a_name_has_the_products(context):
    Body.objects.update(site=None)
    found = context()
    assert (str(found["site_name"]), str(found["body_name"])) == ("Consult", "")


@pytest.mark.parametrize(
    "language, path, expected",
    [
        (
            "en",
            "/proposals/7/?page=2",
            [("en", "English", "/proposals/7/?page=2"), ("fr", "Français", "/fr/proposals/7/?page=2")],
        ),
        (
            "fr",
            "/fr/proposals/7/",
            [("en", "English", "/proposals/7/"), ("fr", "Français", "/fr/proposals/7/")],
        ),
    ],
)
def test_languages_lead_to_the_same_page_in_each(context, language, path, expected):
    with translation.override(language):
        found = list(context(path)["languages"])
    assert [each for each in found if each[0] in ("en", "fr")] == expected
