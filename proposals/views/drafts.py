"""What stands in the boxes of people who are signed in."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from proposals.actions.drafts import keep_draft

from .visitors import slow_down

DRAFTS = (300, 300)


@require_POST
def keep(request):
    """`/me/drafts/`: the script of a page sends this after each pause."""
    slow_down(request, "draft", DRAFTS)
    keep_draft(by=request.user, key=request.POST.get("key", ""), text=request.POST.get("text", ""))
    return HttpResponse(status=204)


def drafted(user, **boxes):
    """{field: text} of the drafts behind {field: key}, to begin a form with."""
    if not user.is_authenticated:
        return {}
    texts = dict(user.drafts.filter(key__in=boxes.values()).values_list("key", "text"))
    return {field: texts[key] for field, key in boxes.items() if key in texts}
