"""Whether the site is alive and ready, for whoever watches over it."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consult.clock import now
from consult.models import WorkerBeat

BEAT_TOO_OLD = timedelta(seconds=30)


@never_cache
@require_safe
def healthz(request):
    """The process answers; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """The database answers and a worker is alive; otherwise 503 with the reason for each."""
    found = {"database": _database(), "worker": _worker()}
    ready = all(value == "ok" for value in found.values())
    return JsonResponse({"ready": ready, **found}, status=200 if ready else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"unreachable ({type(error).__name__})"
    return "ok"


def _worker():
    try:
        alive = WorkerBeat.objects.filter(beat_at__gt=now() - BEAT_TOO_OLD).exists()
    except DatabaseError as error:
        return f"unknown ({type(error).__name__})"
    return "ok" if alive else "no beat within 30 seconds"
