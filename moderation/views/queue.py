"""The queue: what waits in all consultations one moderates, oldest first."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consult.enums import Role
from consult.errors import Refused
from consult.models import Consultation
from consult.rules import REASONS
from moderation.models import Decision
from moderation.queue import VIEWS, Queue, median_today


@never_cache
@require_GET
def show_queue(request):
    """`/moderation/`."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    consultations = moderated_by(request.user)
    if not consultations:
        raise Refused("not_moderator", REASONS["not_moderator"])
    return render(request, "moderation/queue.html", queue_context(request, consultations))


def moderated_by(user):
    """The consultations whose cases this person sees, for the choice above the list."""
    return list(Consultation.objects.staffed_by(user, Role.MODERATOR, Role.OWNER).order_by("pk"))


def queue_context(request, consultations):
    """The list pane with its filters and figures, shared with the page of a case."""
    queue = Queue.asked_for(request)
    counts = queue.counts()
    rows, after = queue.page(request.GET.get("after", ""))
    undoable = Decision.objects.undoable_by(request.user).select_related("case__consultation", "rule")
    return {
        "queue": queue,
        "cases": rows,
        "next_url": f"?{queue.query}&after={after}" if after else "",
        "views": [
            (name, _view_url(queue, key), key == queue.view, counts.get(key)) for key, name in VIEWS.items()
        ],
        "consultations": consultations if len(consultations) > 1 else [],
        "counts": counts,
        "median": median_today(request.user),
        "waiting_cases": counts["all"],
        "topics": " ".join(f"moderation:{each.pk}" for each in consultations),
        "undoable": undoable.order_by("-pk").first(),
        "heading": _heading(queue, counts),
        "nav_current": "moderation",
    }


def _view_url(queue, key):
    query = Queue(queue.user, key, queue.slug).query
    return reverse("moderation") + (f"?{query}" if query else "")


def _heading(queue, counts):
    if queue.view == "ended":
        return VIEWS["ended"]
    number = counts[queue.view]
    return ngettext("%(n)d case", "%(n)d cases, longest wait first", number) % {"n": number}
