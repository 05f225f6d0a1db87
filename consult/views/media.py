"""Pictures of the embedded default; in production the web server in front hands them out."""

from django.conf import settings
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def picture(request, path):
    """A rendition that Wagtail wrote; originals and documents are never reached by this way."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT / "images"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
