"""What every page of the analysis asks first: which consultation, and may this person work on it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from consult.models import Consultation
from consult.rules import check
from proposals.themes.models import Theme, ThemeReport, ThemeRun


def consultation_or_404(request, slug):
    return get_object_or_404(Consultation.objects.visible_to(request.user), slug=slug)


def analysed_or_refused(request, slug):
    """A consultation this person analyses."""
    consultation = consultation_or_404(request, slug)
    check("themes.analyse", request.user, consultation)
    return consultation


def answered_or_refused(request, slug):
    """A consultation whose published themes this person answers."""
    consultation = consultation_or_404(request, slug)
    check("themes.respond", request.user, consultation)
    return consultation


def answering_or_refused(request, slug):
    """A consultation in whose answers this person has a part: who writes them, and who owns it and
    checks them.
    """
    consultation = consultation_or_404(request, slug)
    check("themes.publish_outcomes", request.user, consultation)
    return consultation


def current_run(consultation):
    """The newest finished run, on which people work."""
    runs = ThemeRun.objects.done().filter(consultation=consultation)
    return runs.select_related("consultation", "snapshot", "codebook").defer("structure").first()


def run_or_404(consultation, number):
    """The finished run of this number, the newest one without a number."""
    runs = ThemeRun.objects.done().filter(consultation=consultation)
    if number:
        runs = runs.filter(number=number)
    run = runs.select_related("consultation", "snapshot", "codebook").defer("structure").first()
    if run is None:
        raise Http404
    return run


def theme_or_404(consultation, pk):
    themes = Theme.objects.filter(codebook__consultation=consultation)
    themes = themes.select_related("codebook__run__snapshot", "codebook__consultation", "merged_into")
    themes = themes.select_related("contrast_reading__read_by")
    return get_object_or_404(themes.defer("codebook__run__structure"), pk=pk)


def report_of(consultation, user):
    """The newest edition this reader may see, or None."""
    reports = ThemeReport.objects.visible_to(user).filter(consultation=consultation)
    return (
        reports.select_related("run__snapshot", "consultation").defer("inputs").order_by("-edition").first()
    )
