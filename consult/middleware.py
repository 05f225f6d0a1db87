"""What every request passes through: a lost database, the request's id, policies, refusals."""

import re
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from .errors import Refusal, response_for

log = structlog.get_logger(__name__)
ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
RETRY_AFTER = 5

DATABASE_GONE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The site is pausing</title></head>
<body><main><h1>The site is pausing</h1>
<p>It cannot reach its records at the moment. What you sent was not saved. Please try again in a minute.</p>
</main></body></html>
"""


def lost_database(get_response):
    """Answer a lost or exhausted database with a static page: nothing that could ask the database again."""

    def middleware(request):
        request.database_error = None
        response = get_response(request)
        if request.database_error is None:
            return response
        log.error("database lost", error=type(request.database_error).__name__, path=request.path)
        return pausing()

    return middleware


def pausing():
    headers = {
        "Retry-After": str(RETRY_AFTER),
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
    return HttpResponse(DATABASE_GONE, status=503, headers=headers)


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
        if request.path_info.startswith("/cms/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.CONSULT_CMS_POLICY
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.setdefault("X-Content-Type-Options", "nosniff")
        return response

    return middleware


class Refusals:
    """Turns the refusals an action raises into the page or fragment a reader gets."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refusal):
            return response_for(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            request.database_error = exception
        return None
