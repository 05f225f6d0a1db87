"""The brand: eight variables of a site, and no colour that cannot be read."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from cms.models import SiteBrand
from consult.mailing import mail_for
from consult.notices import Letter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
# Wagtail leaves the temporary file of a picture it writes anew to be closed by the collector of waste.
written = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
LOGO = re.compile(r'<a class="brand"[^>]*>\s*<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]*)">')


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
    typed = {name: shown[name].value() or "" for name in shown.fields} | {"action": "#ffffff"}
    response = client.post(address, typed)
    assert "links on white" in response.context["form"].errors["action"][0]
    assert client.post(address, typed | {"action": "#0b5345"}).status_code == 302
    assert SiteBrand.objects.get(site=site).action == "#0b5345"


@pytest.fixture
def logo():
    """Makes a picture of the library of this size."""

    def made(width, height):
        return Image.objects.create(title="Logo", file=get_test_image_file(size=(width, height)))

    return made


@written
def test_logo_stands_beside_the_name_and_keeps_its_place_while_it_loads(client, logo):
    brand(name="Fernhill", logo=logo(200, 100)).save()
    page = client.get("/").content.decode()
    [(address, width, height, words)] = LOGO.findall(page)
    assert (width, height, words) == ("68", "34", "")
    assert address.startswith("/media/images/")
    assert default_storage.exists(address.removeprefix("/media/"))
    assert '<span class="brand-name">Fernhill</span>' in page
    assert "brand-dot" not in page
    assert "img-src 'self'" in client.get("/")["Content-Security-Policy"]


@written
def test_logo_that_holds_the_name_is_read_aloud_in_its_place(client, logo):
    brand(name="Fernhill", logo=logo(400, 100), logo_text="Fernhill Borough <Council>").save()
    page = client.get("/").content.decode()
    [(_address, width, _height, words)] = LOGO.findall(page)
    assert (width, words) == ("136", "Fernhill Borough &lt;Council&gt;")
    assert "brand-name" not in page


@written
def test_without_a_logo_or_when_its_file_is_gone_the_mark_is_shown(client, logo):
    assert "brand-dot" in client.get("/").content.decode()
    lost = logo(100, 100)
    lost.file.storage.delete(lost.file.name)
    brand(name="Fernhill", logo=lost).save()
    page = client.get("/").content.decode()
    assert (LOGO.findall(page), "brand-dot" in page, "Fernhill" in page) == ([], True, True)


@pytest.mark.parametrize(
    ("size", "words", "taken"),
    [((200, 100), "", True), ((201, 100), "", False), ((500, 100), "A", True), ((501, 100), "A", False)],
)
def test_logo_that_would_fill_the_bar_is_refused(logo, size, words, taken):
    told = brand(logo=logo(*size), logo_text=words)
    if taken:
        told.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            told.full_clean()
        assert list(refused.value.message_dict) == ["logo"]


@written
def test_logo_costs_a_page_no_query(client, logo, django_assert_max_num_queries):
    brand(name="Fernhill", logo=logo(200, 100)).save()
    client.get("/")
    with django_assert_max_num_queries(12):
        assert len(LOGO.findall(client.get("/").content.decode())) == 1


@written
def test_letters_carry_no_logo(logo):
    brand(name="Fernhill", logo=logo(200, 100)).save()
    written = mail_for(
        Letter(subject="Hello", paragraphs=["Text."], url="/", button="Read"), "sam@example.org"
    )
    assert [("<img" in body, "/media/" in body) for body, _kind in written.alternatives] == [(False, False)]
