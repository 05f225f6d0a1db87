"""The brand: eight variables of a site, and no colour that cannot be read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from cms.models import SiteBrand
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def brand(**fields):
    return SiteBrand(site=Site.objects.get(is_default_site=True), **fields)


def test_the_default_brand_passes_its_own_tests():
    brand().full_clean()


@pytest.mark.parametrize(
    "field, colour",
    [
        ("surface", "#f2b01e"),
        ("on_surface", "#5a2a60"),
        ("action", "#f2b01e"),
        ("action_dark", "#461d4b"),
        ("signal", "#461d4b"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(field, colour):
    with pytest.raises(ValidationError) as refused:
        brand(**{field: colour}).full_clean()
    blamed = "on_surface" if field == "surface" else field
    assert blamed in refused.value.message_dict
    assert "contrast" in refused.value.message_dict[blamed][0]


@pytest.mark.parametrize("colour", ["red", "#fff", "#461d4b;}", "#461d4b\n"])
def test_only_colours_are_colours(colour):
    with pytest.raises(ValidationError):
        brand(action=colour).full_clean()


def test_without_a_brand_no_style_sheet_is_asked_for(client):
    assert "brand.css" not in client.get("/").content.decode()
    assert client.get("/brand.css").content == b""


def test_a_saved_brand_is_served_to_every_page(client):
    brand(name="Fernhill", strapline="Speak up", action="#0b5345", radius=2).save()
    page = client.get("/").content.decode()
    assert "Fernhill" in page
    assert "Speak up" in page
    assert "/brand.css?v=" in page
    response = client.get("/brand.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    text = response.content.decode()
    assert "--brand-action:#0b5345;" in text
    assert "--brand-radius:2px;" in text
    assert text.count("--brand-") == 8


def test_an_administrator_edits_the_brand_and_is_told_what_cannot_be_read(client):
    client.force_login(UserFactory(is_superuser=True))
    site = Site.objects.get(is_default_site=True)
    address = reverse("wagtailsettings:edit", args=["cms", "sitebrand", site.pk])
    shown = client.get(address).context["form"]
    typed = {name: shown[name].value() for name in shown.fields} | {"action": "#ffffff"}
    response = client.post(address, typed)
    assert "links on white" in response.context["form"].errors["action"][0]
    assert client.post(address, typed | {"action": "#0b5345"}).status_code == 302
    assert SiteBrand.objects.get(site=site).action == "#0b5345"
