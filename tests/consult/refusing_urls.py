"""Addresses whose views end in each way an action can refuse, beside those of the site."""

from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from consult.errors import Busy, Invalid, Refused, Stale
from consult.urls import urlpatterns as site

FAILURES = {
    "refused": lambda: Refused("closed", "The vote is over."),
    "often": lambda: Refused("too_often", "Wait.", status=429, retry_after=7),
    "invalid": lambda: Invalid({"title": ["Give it a title."]}),
    "stale": Stale,
    "busy": Busy,
    "lost": lambda: OperationalError("server closed the connection unexpectedly"),
    "locked": lambda: OperationalError("database is locked"),
    "table": lambda: OperationalError("no such table: x"),
    "mistake": lambda: ZeroDivisionError("ours"),
}

handler500 = "consult.views.failures.server_error"


def failing(request, how):
    raise FAILURES[how]()


def remembering(request, word):
    """Changes the session, which is saved when the answer is ready."""
    request.session["word"] = word
    return HttpResponse(word)


urlpatterns = [path("fail/<str:how>/", failing), path("remember/<str:word>/", remembering), *site]
