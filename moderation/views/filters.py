"""Lists of cases that a moderator saves under a name."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.errors import Invalid
from moderation.actions.saved_filters import delete_filter, save_filter
from moderation.models import SavedFilter
from moderation.queue import Queue

from .queue import staff_only


@require_POST
@staff_only
def save(request):
    """`/moderation/lists/`: the list one is looking at, under the name that was typed."""
    queue = Queue.asked_for(request.user, QueryDict(request.POST.get("query", "")[:600]))
    try:
        saved = save_filter(by=request.user, name=request.POST.get("name", ""), query=queue.query)
    except Invalid as invalid:
        messages.error(request, " ".join(str(each) for each in invalid.fields["name"]))
        return redirect(queue.address)
    messages.success(request, _("The list is saved as “%(name)s”.") % {"name": saved.name})
    return redirect(saved)


@require_POST
@staff_only
def delete(request, pk):
    """`/moderation/lists/ID/delete/`."""
    delete_filter(by=request.user, saved=get_object_or_404(SavedFilter, pk=pk, user=request.user))
    messages.success(request, _("The saved list is deleted. Its cases stay."))
    return redirect("moderation")
