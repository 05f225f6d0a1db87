"""How far an act is that takes long: on the pages that ask for it, and the fragment these ask for again."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Refused
from consult.rules import check
from proposals.themes.actions import stop_undertaking, undertake
from proposals.themes.enums import UndertakingKind
from proposals.themes.models import Undertaking

from .access import consultation_or_404
from .runs import polled

PAGES = {
    UndertakingKind.RECEIVED: "closing",
    UndertakingKind.FINDINGS: "release",
    UndertakingKind.CARRYING: "coding",
    UndertakingKind.INHERITING: "take_over_themes",
}


def undertaking_of(consultation, kind):
    """What is under way, else what came of the last act of this kind."""
    rows = Undertaking.objects.filter(Q(ended_at=None) | Q(kind=kind), consultation=consultation)
    return rows.first()


def begin(request, consultation, kind, **wanted):
    """Ask for an act and say so; raises what the act would."""
    undertake(by=request.user, consultation=consultation, kind=kind, **wanted)
    messages.success(request, _("This is under way. You can leave the page, it goes on."))
    return redirect(PAGES[kind], consultation.slug)


def _newest(request, slug):
    consultation = consultation_or_404(request, slug)
    check("themes.release", request.user, consultation)
    return consultation, Undertaking.objects.filter(consultation=consultation).first()


@require_GET
def show_progress(request, slug):
    """`/themes/SLUG/under-way/`: how far it is, asked for every two seconds."""
    consultation, newest = _newest(request, slug)
    going = newest is not None and newest.is_going
    context = {"consultation": consultation, "undertaking": newest}
    return polled(request, "themes/_undertaking.html", context, going=going)


@require_POST
def stop(request, slug):
    """`/themes/SLUG/under-way/stop/`."""
    consultation, newest = _newest(request, slug)
    try:
        if newest is None:
            raise Refused("undertaking_ended", _("This has ended already."), 409)
        stop_undertaking(by=request.user, undertaking=newest)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is stopped. Nothing was changed."))
    kind = UndertakingKind(newest.kind) if newest else UndertakingKind.FINDINGS
    return redirect(PAGES[kind], consultation.slug)
