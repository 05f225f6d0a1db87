"""Seeing that everybody hears: what is missing, a test letter, one act of publishing, sending,
letters, bounces.
"""

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_GET, require_POST

from consult.accounts.guests import Guest
from consult.errors import Invalid, Refused
from proposals.models import ParticipantReceipt
from proposals.themes import actions
from proposals.themes.enums import OutcomeKind, Way
from proposals.themes.forms import AddressesForm
from proposals.themes.letters import low_confidence_samples, outcome_letter
from proposals.themes.models import OutcomeEdition, ThemeAssignment
from proposals.themes.outcome_words import missing_words
from proposals.themes.outcomes import fates_of, ways_in
from proposals.themes.reports.answers import told_of

from ..access import answering_or_refused, report_of
from ..runs import polled

LETTERS = 50  # on one page


@require_GET
def show_outcomes(request, slug):
    """`/themes/SLUG/outcomes/`: before publishing what is missing, then how far the letters are."""
    consultation, report = _report_or_404(request, slug)
    return _page(request, consultation, report)


def _report_or_404(request, slug):
    consultation = answering_or_refused(request, slug)
    return consultation, report_of(consultation, request.user)


def _page(request, consultation, report, form=None):
    edition = OutcomeEdition.objects.filter(report=report).first()
    context = {
        "consultation": consultation,
        "report": report,
        "edition": edition,
        "form": form or AddressesForm(auto_id="%s"),
        "errors_on_page": bool(form),
        "nav_current": "responses",
    }
    published = edition and edition.published_at
    context |= _after(edition) if published else _before(request.user, report)
    template = "themes/outcomes_told.html" if published else "themes/outcomes.html"
    return render(request, template, context, status=422 if form else 200)


def _before(user, report):
    fates = fates_of(report.run)
    return {
        "people": len(fates),
        "ways": [(way, number) for way, number in ways_in(fates) if number],
        "missing": missing_words(report.run, fates),
        "samples": low_confidence_samples(report.run, user),
    }


def _after(edition):
    rows = edition.outcomes
    by_email = rows.filter(way=Way.EMAIL)
    return {
        "told": told_of(edition),
        "sent": by_email.exclude(released_at=None).count(),
        "waiting": by_email.filter(released_at=None).count(),
        "bounced": rows.exclude(bounced_at=None).count(),
        "unprinted": rows.filter(way=Way.LETTER, released_at=None).count(),
        "letters": rows.filter(way=Way.LETTER).count(),
    }


@require_POST
def test(request, slug, pk):
    """`/themes/SLUG/outcomes/test/ID/`: the letter about one sample, to oneself."""
    consultation, report = _report_or_404(request, slug)
    samples = ThemeAssignment.objects.of_people().filter(run=report.run_id)
    sample = samples.select_related("contribution__participant").filter(pk=pk).first()
    if sample is None:
        raise Http404
    part = [OutcomeKind.THEME.value, sample.theme_id]
    try:
        actions.send_test(
            by=request.user, report=report, part=part, participant=sample.contribution.participant
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("A test letter is on its way to %(email)s.") % {"email": request.user.email}
        )
    return redirect("outcomes", consultation.slug)


@require_POST
def publish(request, slug):
    """`/themes/SLUG/outcomes/publish/`: all answers public, everybody hears."""
    consultation, report = _report_or_404(request, slug)
    try:
        actions.publish_outcomes(by=request.user, report=report)
    except Invalid as invalid:
        for problem in invalid.fields[""]:
            messages.error(request, problem)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("This is under way. You can leave the page, it goes on."))
    return redirect("outcomes", consultation.slug)


@require_GET
def show_progress(request, slug):
    """`/themes/SLUG/outcomes/progress/`: how far publishing is, asked for every two seconds."""
    consultation, report = _report_or_404(request, slug)
    edition = OutcomeEdition.objects.filter(report=report).first()
    going = bool(edition and edition.is_preparing)
    context = {"consultation": consultation, "edition": edition}
    return polled(request, "themes/_publishing.html", context, going=going)


@require_POST
def call_off(request, slug):
    """`/themes/SLUG/outcomes/call-off/`: stop before anything is public."""
    said = _("Publishing is stopped. Nothing is public.")
    return _turned(request, slug, actions.stop_publishing, said)


@require_POST
def stop(request, slug):
    """`/themes/SLUG/outcomes/stop/`: no letter more until somebody goes on."""
    return _turned(request, slug, actions.stop_sending, _("Sending is stopped. Nobody else is written to."))


@require_POST
def go_on(request, slug):
    """`/themes/SLUG/outcomes/go-on/`: where it was stopped."""
    return _turned(request, slug, actions.go_on_sending, _("Sending goes on where it was."))


def _turned(request, slug, act, said):
    consultation, report = _report_or_404(request, slug)
    edition = OutcomeEdition.objects.filter(report=report).first()
    if edition is None:
        raise Http404
    try:
        act(by=request.user, edition=edition)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("outcomes", consultation.slug)


@require_POST
def bounces(request, slug):
    """`/themes/SLUG/outcomes/bounces/`: addresses from which letters came back, typed by hand."""
    consultation, report = _report_or_404(request, slug)
    edition = OutcomeEdition.objects.filter(report=report, published_at__isnull=False).first()
    if edition is None:
        raise Http404
    form = AddressesForm(request.POST, auto_id="%s")
    if form.is_valid():
        addresses = form.cleaned_data["addresses"].split()
        try:
            number = actions.record_bounces_of(by=request.user, edition=edition, addresses=addresses)
        except Invalid as invalid:
            form.add_refusal(invalid)
        else:
            messages.success(request, _bounced(number))
            return redirect("outcomes", consultation.slug)
    return _page(request, consultation, report, form)


def _bounced(number):
    return ngettext(
        "%(n)d person hears by letter or receipt instead.",
        "%(n)d people hear by letter or receipt instead.",
        number,
    ) % {"n": number}


@require_GET
def letters(request, slug):
    """`/themes/SLUG/outcomes/letters/`: the letters to print, one a sheet, each with its receipt."""
    consultation, edition, page = _letters(request, slug)
    context = {
        "consultation": consultation,
        "edition": edition,
        "page": page,
        "letters": [_letter(request, edition, outcome) for outcome in page],
        "all": "all" in request.GET,
        "nav_current": "responses",
    }
    return render(request, "themes/outcome_letters.html", context)


@require_POST
def printed(request, slug):
    """`/themes/SLUG/outcomes/letters/printed/`: those letters are printed and go out by post."""
    consultation, report = _report_or_404(request, slug)
    edition = OutcomeEdition.objects.filter(report=report, published_at__isnull=False).first()
    if edition is None:
        raise Http404
    chosen = [int(pk) for pk in request.POST.getlist("letter") if pk.isdecimal()]
    number = actions.print_letters(by=request.user, edition=edition, outcomes=chosen)
    said = ngettext("%(n)d letter is noted as printed.", "%(n)d letters are noted as printed.", number)
    messages.success(request, said % {"n": number})
    return redirect("outcome_letters", consultation.slug)


def _letters(request, slug):
    consultation, report = _report_or_404(request, slug)
    edition = OutcomeEdition.objects.filter(report=report, published_at__isnull=False).first()
    if edition is None:
        raise Http404
    rows = edition.outcomes.filter(way=Way.LETTER).select_related("participant")
    rows = rows if "all" in request.GET else rows.filter(released_at=None)
    return consultation, edition, Paginator(rows.order_by("pk"), LETTERS).get_page(request.GET.get("page"))


def _letter(request, edition, outcome):
    """{outcome, letter, code, url, qr, reference}: written in the language of its reader, with what
    they may read.
    """
    person, run = outcome.participant, edition.report.run
    code = ParticipantReceipt.code_of(person)
    with override(person.language):
        reader = Guest.who_took_part(run.consultation_id, person.pk)
        letter = outcome_letter(run, person, outcome.parts, reader)
        url = request.build_absolute_uri(reverse("receipt", args=[code]))
    first = person.submissions.exclude(external_id="").first()
    return {
        "outcome": outcome,
        "letter": letter,
        "language": person.language,
        "code": code,
        "url": url,
        # Drawn by segno from our own address: paths and numbers, nothing that anybody typed.
        "qr": mark_safe(segno.make(url, error="m").svg_inline(scale=3, omitsize=False)),
        "reference": first.external_id if first else "",
    }
