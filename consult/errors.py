"""How an action says no, and how that reads on a page, in the API and on a socket."""

from http import HTTPStatus

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

PROBLEM = "application/problem+json"


class Refusal(Exception):
    """An answer for the person who asked: a stable code, a reason in their language, a status."""

    code = "refused"
    status = 403
    retry_after = None
    way_on: tuple | None = None
    fields: dict[str, list[str]] = {}
    more: dict = {}  # further members of the problem+json
    ASKS_WHO = ("access_confirmed", "access_invited")

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return str(self.reason)

    @property
    def asks_who(self):
        """Would an account or a code help?"""
        return self.code in self.ASKS_WHO


class Refused(Refusal):
    """The rules say no, here and now."""

    def __init__(self, code, reason, status=403, retry_after=None, way_on=None):
        """`way_on`: (address, words) of where a reader may go instead."""
        super().__init__(reason)
        self.code, self.status, self.retry_after, self.way_on = code, status, retry_after, way_on


class Invalid(Refusal):
    """What was sent cannot be taken; `fields` says what is wrong where ("" for the whole)."""

    code = "invalid"
    status = 422

    def __init__(self, fields):
        super().__init__(_("Some of what you sent needs another look."))
        self.fields = {name: list(problems) for name, problems in fields.items()}

    def __str__(self):
        return "; ".join(
            f"{name}: {problem}" for name, problems in self.fields.items() for problem in problems
        )


class Stale(Refusal):
    """Someone changed the thing meanwhile; look again before you write."""

    code = "stale"
    status = 409

    def __init__(
        self, reason=_("This has changed since you opened it. Look at the new state, then try again.")
    ):
        super().__init__(reason)


class Busy(Refusal):
    """Not now: the database or a resource is taken; the same request may go through in a moment."""

    code = "busy"
    status = 503

    def __init__(self, reason=_("The site is busy. Please try again in a moment."), retry_after=5):
        super().__init__(reason)
        self.retry_after = retry_after


def headers_for(refusal):
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(int(refusal.retry_after))
    return headers


def response_for(request, refusal):
    """The page for a person, the fragment alone for htmx."""
    template = "errors/_refused.html" if getattr(request, "htmx", False) else "errors/refused.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    for name, value in headers_for(refusal).items():
        response[name] = value
    return response


def problem_for(refusal):
    """The same refusal as problem+json (RFC 9457)."""
    content = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "code": refusal.code,
        "detail": str(refusal.reason),
    }
    if refusal.fields:
        content["fields"] = {
            name: [str(each) for each in problems] for name, problems in refusal.fields.items()
        }
    content |= refusal.more
    return JsonResponse(content, status=refusal.status, headers=headers_for(refusal), content_type=PROBLEM)


def frame_for(refusal, **context):
    """The same refusal as a frame of the live channel."""
    return {"type": "error", "code": refusal.code, "reason": str(refusal.reason), **context}


class WorkerLost(Exception):
    """Stands in a failed task's record when its worker died each time it was tried."""
