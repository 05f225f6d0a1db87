"""The style guide is there for those who build, and nowhere else."""

import pytest

from consult.templatetags.design import STATUSES

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


def test_style_guide_shows_every_component(client, settings):
    settings.CONSULT_DEMO = True
    pages = [client.get("/styleguide/"), client.get("/styleguide/", {"view": "staff"})]
    shown = {part.name for page in pages for part in page.templates}
    there = {f"components/{file.name}" for file in (settings.BASE_DIR / "templates/components").iterdir()}
    assert there - shown == set()


def test_style_guide_shows_every_state_a_tag_can_have(client, settings):
    settings.CONSULT_DEMO = True
    page = client.get("/styleguide/").content.decode()
    absent = [
        kind for kind, (_tint, _icon, word) in STATUSES.items() if word and f"{word}</span>" not in page
    ]
    assert absent == []
