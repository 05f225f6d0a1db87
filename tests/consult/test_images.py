"""Pictures that staff upload: kept as pixels alone, refused when they are something else or too much."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

pytestmark = pytest.mark.django_db
ROTATED = 6  # EXIF: held upright, stored lying
CANARY = "CANARY-CAMERA"


def picture(kind="JPEG", size=(40, 20), **more):
    written = BytesIO()
    Image.new("RGB", size, (90, 30, 110)).save(written, kind, **more)
    return written.getvalue()


def with_metadata():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = ROTATED, CANARY
    return picture(exif=exif)


@pytest.fixture
def upload(admin_user):
    """Sends bytes through Wagtail's form for pictures; the bound form."""

    def send(content, name):
        fields = {"title": "A picture", "collection": Collection.get_first_root_node().pk}
        form = get_image_form(get_image_model())
        return form(fields, {"file": SimpleUploadedFile(name, content)}, user=admin_user)

    return send


@pytest.fixture
def admin_user():
    """Somebody who may do everything."""
    from tests.factories.accounts import UserFactory

    return UserFactory(is_superuser=True)


@pytest.mark.parametrize("kind, name", [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_picture_is_kept_in_its_own_format(upload, kind, name):
    form = upload(picture(kind), name)
    assert form.errors == {}
    with Image.open(form.save().file) as kept:
        assert (kept.format, kept.size) == (kind, (40, 20))


def test_picture_is_kept_upright_without_its_metadata(upload):
    original = with_metadata()
    assert CANARY.encode() in original
    form = upload(original, "a.jpg")
    assert form.errors == {}
    stored = form.save().file.read()
    assert CANARY.encode() not in stored
    with Image.open(BytesIO(stored)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((20, 40), {})


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    "content, name",
    [
        (SVG, "a.svg"),
        (SVG, "a.png"),
        (picture("GIF"), "a.gif"),
        (picture("PNG"), "a.jpg"),
        (picture("JPEG", size=(400, 400))[:-200], "a.jpg"),
        (picture("JPEG")[:60], "a.jpg"),
        (b"", "a.png"),
        (picture("PNG", size=(10_000, 4_001)), "a.png"),
        (picture("PNG") + b"\0" * (8 * 1024 * 1024), "a.png"),
    ],
    ids=[
        "svg",
        "svg as png",
        "gif",
        "png as jpg",
        "cut",
        "cut at the head",
        "empty",
        "40 megapixels",
        "8 MB",
    ],
)
def test_what_is_no_picture_or_too_much_is_refused(upload, content, name):
    form = upload(content, name)
    assert list(form.errors) == ["file"]
