"""A notice on the site: the same letter as by e-mail, made now from what may be said now."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consult.actions.notices import mark_read
from consult.models import Notice
from consult.notices import compose


@never_cache
@require_GET
def show_notice(request, pk):
    """`/me/notices/ID/`."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice=notice)
    return render(request, "consult/notice.html", {"notice": notice, "letter": compose(notice)})
