"""What the analysis adds to the line of a submission: its themes, the answer, what was promised."""

from collections import defaultdict

from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from consult.clock import now, today
from consult.templatetags.dates import in_words
from proposals.lifelines import DONE, LATE, NEXT, NOW, Station, register

from .enums import Place, ThemeState
from .models import LedgerLine, OfficialResponse, ThemeAssignment, ThemeReport


@register
def stations(submissions, user):
    """{submission id: [Station]}: sorted into themes, answered, promised; five queries however many."""
    reports = ThemeReport.objects.published().filter(
        consultation__in={each.consultation_id for each in submissions}
    )
    runs = {r.consultation_id: r.run_id for r in reports.order_by("edition").defer("bundle", "inputs")}
    themes = _themes_by_submission(submissions, runs.values())
    answers = _answers(themes, user)
    places = _places(submissions, runs.values())
    return {
        each.pk: [
            _sorting(each.consultation, themes.get(each.pk, []), places.get(each.pk)),
            *_outcome(each.consultation, themes.get(each.pk, []), answers),
        ]
        for each in submissions
        if places.get(each.pk) not in Place.left_out() and not each.late
    }


def _themes_by_submission(submissions, runs):
    rows = (
        ThemeAssignment.objects.of_people()
        .filter(run__in=runs, contribution__submission__in=[each.pk for each in submissions])
        .filter(theme__state=ThemeState.CONFIRMED)
        .select_related("theme")
        .annotate(submission=F("contribution__submission_id"))
        .order_by("-confidence", "pk")
    )
    found = defaultdict(dict)
    for row in rows:
        found[row.submission].setdefault(row.theme_id, row.theme)
    return {key: list(themes.values()) for key, themes in found.items()}


def _answers(themes, user):
    """{theme id: published answer}; a receipt's holder may read what its consultation lets everybody read."""
    wanted = {theme.pk for found in themes.values() for theme in found}
    rows = OfficialResponse.objects.visible_to(user).published().filter(theme__in=wanted)
    return {row.theme_id: row for row in rows.prefetch_related("commitments")}


def _places(submissions, runs):
    lines = LedgerLine.objects.filter(run__in=runs, submission__in=[each.pk for each in submissions])
    return dict(lines.values_list("submission_id", "place"))


def _sorting(consultation, themes, place):
    if len(themes) == 1:
        name = _("In theme: %(name)s") % {"name": themes[0].name}
        return Station(name, DONE, url=_url(consultation, themes[0]))
    if themes:
        links = format_html_join(
            ", ", '<a href="{}">{}</a>', ((_url(consultation, theme), theme.name) for theme in themes)
        )
        return Station(_("In %(n)d themes") % {"n": len(themes)}, DONE, note=links)
    if place:
        return Station(_("Read, and in none of the themes"), DONE, url=_report(consultation))
    closes = consultation.closes_at
    if closes and closes > now():
        when = _("after %(date)s") % {"date": in_words(closes)}
        return Station(_("Sorting into themes"), NEXT, when=when)
    return Station(_("Being sorted into themes"), NOW)


def _outcome(consultation, themes, answers):
    given = [answers[theme.pk] for theme in themes if theme.pk in answers]
    found = [station for response in given for station in _answered(consultation, response)]
    if len(given) < max(len(themes), 1):
        found.append(_awaited(consultation))
    return found


def _answered(consultation, response):
    url = reverse("responses", args=[consultation.slug]) + f"#answer-{response.theme_id}"
    link = format_html('<a href="{}">{}</a>', url, _("The full answer and the reason"))
    yield Station(
        _("Answered: %(decision)s") % {"decision": response.get_decision_display().lower()},
        DONE,
        when=in_words(response.published_at),
        note=format_html('<div class="reply"><p>{}</p><p class="sm">{}</p></div>', response.action, link),
    )
    for commitment in response.commitments.all():
        yield _promised(commitment)


def _promised(commitment):
    name = _("Promised: %(what)s") % {"what": commitment.what}
    if commitment.kept_on:
        return Station(name, DONE, when=_("done on %(date)s") % {"date": in_words(commitment.kept_on)})
    state = LATE if commitment.is_late else NEXT
    return Station(name, state, when=_("by %(date)s") % {"date": in_words(commitment.due_on)})


def _awaited(consultation):
    due = consultation.answer_due_on
    if due is None:
        return Station(_("Answer"), NEXT)
    if due < today():
        return Station(_("Answer due %(date)s") % {"date": in_words(due)}, LATE)
    return Station(_("Answer"), NEXT, when=_("by %(date)s") % {"date": in_words(due)})


def _url(consultation, theme):
    return reverse("report_theme", args=[consultation.slug, theme.pk])


def _report(consultation):
    return reverse("report", args=[consultation.slug])
