"""Starting, watching and stopping a run."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Invalid, Refused
from proposals.themes.actions import cancel_run, start_run
from proposals.themes.forms import RunForm
from proposals.themes.models import ThemeRun

from .access import analysed_or_refused

STOP_POLLING = 286  # htmx stops asking when it gets this status


@require_POST
def start(request, slug):
    """`/themes/SLUG/run/`: queue a run."""
    consultation = analysed_or_refused(request, slug)
    form = RunForm(request.POST)
    if form.is_valid():
        _start(request, consultation, form.cleaned_data)
    else:
        for problems in form.errors.values():
            messages.error(request, " ".join(problems))
    return redirect("workbench", slug)


def _start(request, consultation, typed):
    try:
        start_run(
            by=request.user,
            consultation=consultation,
            n_themes=typed["n_themes"],
            seed=typed["seed"] or 0,
        )
    except (Refused, Invalid) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The run is on its way. You can leave this page, it goes on."))


@require_GET
def show_progress(request, slug):
    """`/themes/SLUG/run/progress/`: the run bar alone, asked for every two seconds."""
    consultation = analysed_or_refused(request, slug)
    latest = ThemeRun.objects.filter(consultation=consultation).first()
    running = latest if latest and latest.is_unfinished else None
    context = {"consultation": consultation, "running": running, "latest": latest}
    status = 200 if running else STOP_POLLING
    response = render(request, "themes/_run.html", context, status=status)
    if running is None:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request, slug):
    """`/themes/SLUG/run/stop/`."""
    consultation = analysed_or_refused(request, slug)
    run = ThemeRun.objects.unfinished().filter(consultation=consultation).first()
    if run:
        cancel_run(by=request.user, run=run)
        messages.success(request, _("The run is stopped."))
    return redirect("workbench", slug)
