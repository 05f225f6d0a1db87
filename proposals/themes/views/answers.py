"""We asked, you said, we did: the answers of one consultation, and of all."""

from collections import Counter

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from consult.clock import today
from consult.models import Consultation
from consult.templatetags.dates import days_late
from proposals.themes.duties import punctuality
from proposals.themes.enums import OfficialDecision
from proposals.themes.models import OfficialResponse, Theme, ThemeReport
from proposals.themes.reports.answers import told_of, verdicts_of

from .access import consultation_or_404, report_of


@require_GET
def show_responses(request, slug):
    """`…/responses/`: one card for each published theme, answered, waiting or late."""
    consultation = consultation_or_404(request, slug)
    report = report_of(consultation, request.user)
    cards = cards_of(report, request.user) if report else []
    given = [card for card in cards if card["response"]]
    late = [card for card in cards if card["kind"] == "overdue"]
    others = other_cards(report, request.user) if report else []
    published = [card["response"].published_at for card in given]
    context = {
        "consultation": consultation,
        "report": report,
        "cards": cards,
        "others": others,
        "promised": punctuality(consultation, len(cards) - len(given), published) if cards else None,
        "told": _told(report),
        "verdicts": _verdicts(consultation, [*given, *others]),
        "answered": len(given),
        "late": late,
        "counts": [(word, sum(c["kind"] == kind for c in cards), kind) for kind, word in _kinds()],
        "last_change": max(published, default=None),
        "nav_current": "answers",
    }
    return render(request, "themes/responses.html", context)


def _told(report):
    """How many people of the published outcome edition hear in which way, small numbers held back."""
    edition = getattr(report, "outcomes", None) if report else None
    if edition is None or edition.published_at is None:
        return None
    return told_of(edition, report.consultation.disclosure_threshold)


def _verdicts(consultation, cards):
    return verdicts_of([card["response"] for card in cards], consultation.disclosure_threshold)


def _kinds():
    return [(decision.value, decision.label) for decision in OfficialDecision]


def cards_of(report, user):
    """The answer card of each theme of a report, largest first."""
    frozen = {each["id"]: each for each in report.bundle["themes"]}
    themes = Theme.objects.visible_to(user).in_bulk(list(frozen))
    given = OfficialResponse.objects.visible_to(user).published().filter(theme__in=themes)
    answers = {row.theme_id: row for row in given.prefetch_related("commitments__milestones")}
    return [
        _card(report.consultation, themes[key], frozen[key], answers.get(key))
        for key in frozen
        if key in themes
    ]


def other_cards(report, user):
    """The published answers to campaigns and to what fits no theme."""
    rows = OfficialResponse.objects.visible_to(user).published().of_runs([report.run_id]).filter(theme=None)
    return [
        {
            "response": each,
            "anchor": each.anchor.removeprefix("answer-"),
            "people": each.campaign.people if each.campaign_id else None,
            "kind": each.decision,
            "url": reverse("report", args=[report.consultation.slug]),
            "pledges": [_pledge(promise) for promise in each.commitments.all()],
        }
        for each in rows.select_related("campaign", "unsure_of").prefetch_related("commitments__milestones")
    ]


def _card(consultation, theme, frozen, response):
    return {
        "theme": theme,
        "response": response,
        "url": reverse("report_theme", args=[consultation.slug, theme.pk]),
        "people": frozen["people"],
        "kind": response.decision if response else _waiting(consultation),
        "late": days_late(consultation.answer_due_on, response.published_at) if response else "",
        "pledges": [_pledge(each) for each in response.commitments.all()] if response else [],
    }


def _waiting(consultation):
    due = consultation.answer_due_on
    return "overdue" if due and due < today() else "waiting"


def _pledge(commitment):
    return {
        "what": commitment.what,
        "by": commitment.due_on,
        "added_on": commitment.added_on,
        "team": commitment.who,
        "next_check": commitment.next_check,
        "late": commitment.is_late,
        "kept_on": commitment.kept_on,
        "milestones": commitment.milestones.all(),
    }


@require_GET
def show_answers(request):
    """`/answers/`: what came of each consultation with a published report."""
    reports = ThemeReport.objects.visible_to(request.user).order_by("edition").defer("bundle", "inputs")
    runs = {report.consultation_id: report.run_id for report in reports}
    themes = _counted(Theme.objects.visible_to(request.user).of_runs(runs.values()), "codebook__consultation")
    given = OfficialResponse.objects.visible_to(request.user).published()
    decided = _counted(given.filter(theme__codebook__run__in=runs.values()), "consultation", "decision")
    consultations = Consultation.objects.filter(pk__in=runs).order_by("-published_at", "-pk")
    rows = [_row(each, themes[(each.pk,)], decided) for each in consultations]
    return render(request, "themes/answers.html", {"rows": rows, "nav_current": "answers"})


def _counted(rows, *keys):
    """Counter of rows by these columns."""
    grouped = rows.order_by().values_list(*keys).annotate(n=Count("pk"))
    return Counter({tuple(key): n for *key, n in grouped})


def _row(consultation, themes, decided):
    numbers = {kind: decided[consultation.pk, kind] for kind, _word in _kinds()}
    answered = sum(numbers.values())
    due = consultation.answer_due_on
    return {
        "consultation": consultation,
        "url": reverse("responses", args=[consultation.slug]),
        "themes": themes,
        "answered": answered,
        "accepted": numbers[OfficialDecision.ACCEPTED] + numbers[OfficialDecision.ALREADY_DONE],
        "partly": numbers[OfficialDecision.PARTLY],
        "not_accepted": numbers[OfficialDecision.NOT_ACCEPTED],
        "waiting": themes - answered,
        "late": answered < themes and bool(due) and due < today(),
    }
