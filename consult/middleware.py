"""What every request passes through: a lost database, the request's id, policies, refusals."""

import re
import sys
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from .errors import Refusal, response_for

log = structlog.get_logger(__name__)
ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
RETRY_AFTER = 5


def lost_database(get_response):
    """Answer a lost or exhausted database with a static page: nothing that could ask the database again."""

    def middleware(request):
        response = get_response(request)
        failure = getattr(request, "database_failure", None)
        if failure is None:
            return response
        log.error("database lost", error=type(failure).__name__, path=request.path)
        return response if response.status_code == 503 else pausing(request)

    return middleware


@receiver(got_request_exception, dispatch_uid="consult.lost_database")
def note_database_failure(request=None, **_kwargs):
    """Views and middlewares alike end here; the outermost middleware answers."""
    failure = sys.exc_info()[1]
    if request is not None and means_lost_database(failure):
        request.database_failure = failure


def means_lost_database(failure):
    """Unreachable, exhausted, locked or timed out: worth another try, unlike SQLite's "no such table"."""
    if not isinstance(failure, OperationalError | InterfaceError):
        return False
    return not str(failure).startswith("no such")


def pausing(request):
    """The page of a lost database, in the reader's language as path, cookie and browser tell it."""
    with override(get_language_from_request(request, check_path=True)):
        page = render_to_string("errors/503.html")
    headers = {
        "Retry-After": str(RETRY_AFTER),
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(page, status=503, headers=headers)


def request_id(get_response):
    """Bind the request's id to every log line and send it back, so a reader's report finds its log."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if ACCEPTED_ID.fullmatch(given) else uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        response = get_response(request)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def response_policies(get_response):
    """Give the editors' pages a content policy of their own, and every page the permissions it lacks."""

    def middleware(request):
        response = get_response(request)
        if getattr(request, "is_preview", False):  # Wagtail asks for the page once more, from within
            response._csp_config = settings.CONSULT_PREVIEW_POLICY
        elif request.path_info.startswith("/cms/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.CONSULT_CMS_POLICY
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return middleware


class EditorsOnly:
    """Says so to whoever signed in and is no editor: Wagtail would send them to sign in, and that back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, *_view):
        if not request.path_info.startswith(("/cms/", "/_util/")) or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied


class Refusals:
    """Turns the refusals an action raises into the page or fragment a reader gets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return response_for(request, exception)
        if means_lost_database(exception):
            request.database_failure = exception
            return pausing(request)
        return None
