"""The themes of the run before, and what becomes of them in this one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from consult.errors import Refused
from consult.rules import refusal
from proposals.themes.actions.taking_over import earlier_run, inheritance_of
from proposals.themes.enums import UndertakingKind

from .access import analysed_or_refused, current_run
from .undertakings import begin, undertaking_of


@require_http_methods(["GET", "POST"])
def take_over(request, slug):
    """`/themes/SLUG/runs/take-over/`: what can be taken over, and the button that does."""
    consultation = analysed_or_refused(request, slug)
    run = current_run(consultation)
    earlier = run and earlier_run(run)
    if earlier is None:
        raise Http404
    if request.method == "POST":
        try:
            return begin(request, consultation, UndertakingKind.INHERITING, run=run)
        except Refused as refused:
            messages.error(request, str(refused))
    context = {
        "consultation": consultation,
        "run": run,
        "earlier": earlier,
        "found": inheritance_of(run, earlier),
        "undertaking": undertaking_of(consultation, UndertakingKind.INHERITING),
        "refused": refusal("themes.edit", request.user, run),
        "nav_current": "themes",
    }
    return render(request, "themes/taking_over.html", context)
