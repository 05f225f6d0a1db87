"""What the analysis adds to the line of a submission: its themes, the answer, what was promised."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from consult.clock import now, today
from consult.templatetags.dates import in_words
from proposals.lifelines import DONE, LATE, NEXT, NOW, Station, register

from .enums import CorrectionState, Place, VerdictWord
from .models import CampaignMember, Correction, LedgerLine, OfficialResponse, Theme, ThemeReport, Verdict
from .outcomes import themes_by_submission


@dataclass
class _Known:
    """All rows about these submissions, read once."""

    themes: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    campaigns: dict = field(default_factory=dict)
    corrections: dict = field(default_factory=dict)
    verdicts: dict = field(default_factory=dict)
    runs: dict = field(default_factory=dict)


@register
def stations(submissions, user):
    """{submission id: [Station]}: sorted into themes, answered, promised; ten queries however many."""
    known = _read(submissions, user)
    return {
        each.pk: [_sorting(each, known), *_outcome(each, known)]
        for each in submissions
        if known.places.get(each.pk) not in Place.left_out() and not each.late
    }


def _read(submissions, user):
    reports = ThemeReport.objects.published().filter(
        consultation__in={each.consultation_id for each in submissions}
    )
    runs = {r.consultation_id: r.run_id for r in reports.order_by("edition").defer("bundle", "inputs")}
    ids = [each.pk for each in submissions]
    placed = themes_by_submission(list(runs.values()), ids)
    themes = Theme.objects.in_bulk({pk for found in placed.values() for pk in found})
    known = _Known(runs=runs)
    known.themes = {key: [themes[pk] for pk in found if pk in themes] for key, found in placed.items()}
    lines = LedgerLine.objects.filter(run__in=runs.values(), submission__in=ids)
    known.places = dict(lines.values_list("submission_id", "place"))
    members = CampaignMember.objects.filter(campaign__run__in=runs.values(), contribution__submission__in=ids)
    known.campaigns = dict(members.values_list("contribution__submission_id", "campaign_id"))
    known.answers = _answers(runs.values(), user)
    known.corrections = _corrections(ids, runs.values())
    given = Verdict.objects.filter(participant__in={each.participant_id for each in submissions})
    known.verdicts = {(each.response_id, each.participant_id): each for each in given}
    return known


def _answers(runs, user):
    """{(what, id): published answer}; a receipt's holder may read what its consultation lets everybody
    read.
    """
    rows = OfficialResponse.objects.visible_to(user).published().of_runs(runs)
    answers = {}
    for row in rows.select_related("theme", "campaign").prefetch_related("commitments"):
        key = ("theme", row.theme_id) if row.theme_id else ("campaign", row.campaign_id)
        answers[("unsure", row.unsure_of_id) if row.unsure_of_id else key] = row
    return answers


def _corrections(submissions, runs):
    """{submission id: {theme id: newest correction}}."""
    rows = Correction.objects.filter(submission__in=submissions, from_theme__codebook__run__in=runs)
    found = defaultdict(dict)
    for row in rows.select_related("from_theme", "to_theme").order_by("pk"):
        found[row.submission_id][row.from_theme_id] = row
    return found


def _sorting(submission, known):
    consultation, themes = submission.consultation, known.themes.get(submission.pk, [])
    if themes:
        return _placed(submission, themes, known.corrections.get(submission.pk, {}))
    if known.places.get(submission.pk):
        moved = _subject(submission, [], known.corrections.get(submission.pk, {}))
        name = _("Read, and in none of the themes")
        return Station(name, DONE, url=_report(consultation), partial=_THEMES, subject=moved)
    closes = consultation.closes_at
    if closes and closes > now():
        when = _("after %(date)s") % {"date": in_words(closes)}
        return Station(_("Sorting into themes"), NEXT, when=when)
    return Station(_("Being sorted into themes"), NOW)


_THEMES, _ANSWER = "themes/_station_themes.html", "themes/_station_answer.html"


def _placed(submission, themes, corrections):
    subject = _subject(submission, themes, corrections)
    if len(themes) == 1:
        name = _("In theme: %(name)s") % {"name": themes[0].name}
        url = _url(submission.consultation, themes[0])
        return Station(name, DONE, url=url, partial=_THEMES, subject=subject)
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((_url(submission.consultation, theme), theme.name) for theme in themes),
    )
    name = _("In %(n)d themes") % {"n": len(themes)}
    return Station(name, DONE, note=links, partial=_THEMES, subject=subject)


def _subject(submission, themes, corrections):
    moved = [each for each in corrections.values() if each.state == CorrectionState.ACCEPTED]
    said = [(theme, corrections.get(theme.pk)) for theme in themes]
    return {"submission": submission.pk, "themes": said, "moved": moved}


def _outcome(submission, known):
    themes = [("theme", theme.pk) for theme in known.themes.get(submission.pk, [])]
    others = []
    if submission.pk in known.campaigns:
        others = [("campaign", known.campaigns[submission.pk])]
    elif not themes and known.places.get(submission.pk):
        others = [("unsure", known.runs.get(submission.consultation_id))]
    given = [known.answers[key] for key in [*themes, *others] if key in known.answers]
    found = [station for response in given for station in _answered(submission, response, known)]
    answered = sum(key in known.answers for key in themes)
    if answered < len(themes) or not given:
        found.append(_awaited(submission.consultation))
    return found


def _answered(submission, response, known):
    url = reverse("responses", args=[submission.consultation.slug]) + f"#{response.anchor}"
    link = format_html('<a href="{}">{}</a>', url, _("The full answer and the reason"))
    yield Station(
        _("Answered: %(decision)s") % {"decision": response.get_decision_display().lower()},
        DONE,
        when=in_words(response.published_at),
        note=format_html('<div class="reply"><p>{}</p><p class="sm">{}</p></div>', response.action, link),
        partial=_ANSWER,
        subject={
            "response": response,
            "submission": submission.pk,
            "verdict": known.verdicts.get((response.pk, submission.participant_id)),
            "words": VerdictWord.choices,
        },
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
