"""The style guide is there for those who build, and nowhere else."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("view", "title"), [("", "Components and states"), ("staff", "Staff components")])
def test_style_guide_opens_where_people_build(client, settings, view, title):
    settings.CONSULT_DEMO = True
    page = client.get("/styleguide/", {"view": view} if view else {})
    assert page.status_code == 200
    assert f"<title>{title}" in page.content.decode()


def test_style_guide_is_not_there_elsewhere(client, settings):
    settings.CONSULT_DEMO = settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404
