"""The queue: what waits in all consultations one moderates, oldest first."""

import re
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consult.enums import Role
from consult.errors import Refused
from consult.models import Consultation
from consult.rules import REASONS
from moderation.models import Case, Decision
from moderation.queue import VIEWS, Queue, median_today
from moderation.queue_forms import QueueForm

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def number_in(text):
    """The id that somebody sent; 0, which no row has, for anything else."""
    return int(text) if NUMBER.fullmatch(text) else 0


def staff_only(view):
    """For whoever moderates or owns a consultation; others sign in, or are refused."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.rooms = rooms_of(request.user)
        if not request.rooms:
            raise Refused("not_moderator", REASONS["not_moderator"])
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@require_GET
@staff_only
def show_queue(request):
    """`/moderation/`."""
    context = queue_context(request, request.rooms)
    first = context["queue"].first()
    context["first_url"] = context["queue"].address_of(first) if first else ""
    return render(request, "moderation/queue.html", context)


@never_cache
@require_GET
@staff_only
def next_case(request, pk):
    """`/moderation/ID/next/`: the case after this one that nobody else holds, else the list."""
    queue = Queue.asked_for(request.user, request.GET)
    case = Case.objects.visible_to(request.user).filter(pk=pk).first()
    following = queue.next_after(case) if case else None
    return redirect(queue.address_of(following) if following else queue.address)


def rooms_of(user):
    """The consultations whose cases this person sees; `is_moderated` says in which as a moderator."""
    as_moderator = user.memberships.current().filter(consultation=OuterRef("pk"), role=Role.MODERATOR)
    rooms = Consultation.objects.staffed_by(user, Role.MODERATOR, Role.OWNER)
    return list(rooms.annotate(is_moderated=Exists(as_moderator)).order_by("pk"))


def queue_context(request, rooms):
    """The list pane with its filters and figures, shared with the page of a case."""
    queue = Queue.asked_for(request.user, request.GET)
    counts = queue.counts()
    rows, after = queue.page(request.GET.get("after", ""))
    moderated = [room for room in rooms if room.is_moderated]
    return {
        "queue": queue,
        "cases": rows,
        "next_url": f"?{queue.query}&after={after}" if after else "",
        "views": [
            (name, queue.viewed(key).address, key == queue.view, counts.get(key) if key != "likely" else None)
            for key, name in VIEWS.items()
        ],
        "saved_filters": list(request.user.saved_filters.all()),
        "filter_form": QueueForm(queue=queue, consultations=rooms),
        "moderated": moderated,
        "whole_url": Queue(request.user, queue.view).address,
        "counts": counts,
        "median": median_today(request.user),
        "waiting_cases": counts["all"],
        "topics": " ".join(f"moderation:{room.pk}" for room in moderated),
        "undoable": _undoable(request.user),
        "heading": _heading(queue, counts),
        "nav_current": "moderation",
    }


def _undoable(user):
    """[decision] made at the same moment as the last one that can still be undone, that one first."""
    made = Decision.objects.undoable_by(user).select_related("case__consultation", "rule")
    made = list(made.order_by("-decided_at", "-pk")[:100])
    return [each for each in made if each.decided_at == made[0].decided_at]


def _heading(queue, counts):
    if queue.view == "ended":
        return VIEWS["ended"]
    number = counts[queue.view]
    if queue.view == "likely":
        return ngettext("%(n)d case, highest score first", "%(n)d cases, highest score first", number) % {
            "n": number
        }
    return ngettext("%(n)d case", "%(n)d cases, longest wait first", number) % {"n": number}
