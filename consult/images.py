"""What happens to a picture that staff upload: checked by its header, written anew without its metadata."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

UNREADABLE = (OSError, SyntaxError, ValueError)
BROKEN = _("This picture cannot be read to its end. Save it anew and try again.")
QUALITY: dict[str, dict] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
}


def rewritten(file):
    """The same picture as a file of ours: upright, pixels only, nothing of where or by whom it was taken.

    Raises OSError when it cannot be read to its end. The field before has held it to 40 megapixels.
    """
    with Image.open(file) as picture:
        kind = picture.format
        if kind not in QUALITY:
            raise UnidentifiedImageError(kind)
        upright = ImageOps.exif_transpose(picture)
        upright.info.clear()
        written = BytesIO()
        upright.save(written, kind, **QUALITY[kind])
    return SimpleUploadedFile(file.name, written.getvalue(), Image.MIME[kind])


class PictureField(WagtailImageField):
    """Wagtail's field; a file that breaks off in its header is the person's error, not ours."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except UNREADABLE as error:
            raise ValidationError(BROKEN, code="broken") from error

    def clean(self, data, initial=None):
        """The picture as we wrote it; what was stored before stays as it is."""
        file = super().clean(data, initial)
        if not data:
            return file
        try:
            file.seek(0)
            return rewritten(file)
        except UNREADABLE as error:
            raise ValidationError(BROKEN, code="broken") from error


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures; what it stores was written by us."""

    file = PictureField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])
