"""The pages of what went wrong outside any view."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from consult.errors import Refused, response_for
from consult.middleware import means_lost_database, pausing


def csrf_failure(request, reason=""):
    """A form from an old page or another site: nothing was saved; the way on is to load the page again."""
    return response_for(
        request,
        Refused("csrf", _("This page was open for too long to send its form. Reload it, then send again.")),
    )


def server_error(request):
    """Our own mistake: a static page with the request's id, or the pause page when the database is gone."""
    failure = sys.exc_info()[1]
    if means_lost_database(failure):
        return pausing(request)
    context = {"request_id": getattr(request, "id", "")}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)
