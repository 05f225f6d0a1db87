"""Starting, watching and stopping a run."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consult.errors import Invalid, Refused
from proposals.themes.actions import cancel_run, resume_run, start_run
from proposals.themes.actions.sorting import KMEANS
from proposals.themes.actions.taking_over import earlier_run
from proposals.themes.analysis import PASSAGE
from proposals.themes.models import ThemeRun
from proposals.themes.workbench.comparison import compare
from proposals.themes.workbench.forms import RunForm
from proposals.themes.workbench.runs import PAGE, runs_of

from .access import analysed_or_refused, current_run, run_or_404

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
            method=typed["method"] or KMEANS,
            passage_length=int(typed["passage_length"] or PASSAGE),
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
    return polled(request, "themes/_run.html", context, going=running is not None)


def polled(request, template, context, *, going):
    """A fragment that a page asks for every two seconds; once it has ended, the page is told to load anew."""
    response = render(request, template, context, status=200 if going else STOP_POLLING)
    if not going:
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


@require_POST
def resume(request, slug, number):
    """`/themes/SLUG/runs/N/resume/`: a failed run goes on behind the last step that was done."""
    consultation = analysed_or_refused(request, slug)
    run = get_object_or_404(ThemeRun.objects.filter(consultation=consultation), number=number)
    try:
        resume_run(by=request.user, run=run)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The run goes on where it stopped."))
    return redirect("theme_runs", slug)


@require_GET
def show_runs(request, slug):
    """`/themes/SLUG/runs/`: every run, newest first: when, by whom, with what, and what came of it."""
    consultation = analysed_or_refused(request, slug)
    context = {
        "consultation": consultation,
        "rows": runs_of(consultation, before=_number(request.GET.get("before"))),
        "nav_current": "themes",
    }
    context["before"] = context["rows"][-1].number if len(context["rows"]) == PAGE else None
    return render(request, "themes/runs.html", context)


@require_GET
def compare_runs(request, slug):
    """`/themes/SLUG/runs/compare/?then=N&now=M`: what moved; the newest two without numbers."""
    consultation = analysed_or_refused(request, slug)
    done = ThemeRun.objects.done().filter(consultation=consultation)
    numbers = sorted(filter(None, (_number(request.GET.get(name)) for name in ("then", "now"))))
    if not numbers:
        numbers = sorted(done.order_by("-number").values_list("number", flat=True)[:2])
    if len(set(numbers)) != 2:
        messages.error(request, _("Choose two finished runs."))
        return redirect("theme_runs", slug)
    then, now = (run_or_404(consultation, number) for number in numbers)
    context = {
        "consultation": consultation,
        "then": then,
        "now": now,
        "found": compare(then, now),
        "can_be_taken_over": now == current_run(consultation) and earlier_run(now) == then,
        "nav_current": "themes",
    }
    return render(request, "themes/compare.html", context)


def _number(typed):
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else None
