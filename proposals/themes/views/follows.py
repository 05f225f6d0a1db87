"""Following things."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consult.models import Consultation
from proposals.enums import Kind
from proposals.models import Contribution
from proposals.themes import actions
from proposals.themes.models import Theme


@require_POST
def follow(request):
    """`/me/follows/`: follow=yes or no, kind and id of what."""
    number = request.POST.get("id", "")
    if not number.isdecimal():
        raise Http404
    what = _target(request.user, request.POST.get("kind"), int(number))
    if request.POST.get("follow") == "no":
        actions.unfollow(by=request.user, **what)
        messages.success(request, _("You no longer follow this."))
    else:
        actions.follow(by=request.user, **what)
        messages.success(request, _("You hear when this moves. Under My contributions you choose how often."))
    return redirect(_next(request) or what["consultation"])


def _target(user, kind, pk):
    """The keywords of the actions, for something this person may see."""
    if kind == "consultation":
        return {"consultation": get_object_or_404(Consultation.objects.visible_to(user), pk=pk)}
    if kind == "proposal":
        proposals = Contribution.objects.visible_to(user).filter(kind=Kind.PROPOSAL)
        proposal = get_object_or_404(proposals.select_related("consultation"), pk=pk)
        return {"consultation": proposal.consultation, "proposal": proposal}
    if kind == "theme":
        themes = Theme.objects.visible_to(user).select_related("codebook__consultation")
        theme = get_object_or_404(themes, pk=pk)
        return {"consultation": theme.consultation, "theme": theme}
    raise Http404


def _next(request):
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
