"""Atom feeds: what opened, closed, was found and answered, for readers of one's own choice."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.clock import now
from consult.models import Consultation, Phase
from proposals.models import Contribution
from proposals.themes.models import OfficialResponse, ThemeReport

MOST = 50


@dataclass(frozen=True)
class Entry:
    """One line of a feed."""

    title: str
    url: str
    text: str
    at: datetime
    key: str


class News(Feed):
    """`/feed/`: phases, reports and answers of every consultation this reader may see."""

    feed_type = Atom1Feed
    title = gettext_lazy("Consultations: what opened, closed and was answered")
    description_template = None

    def get_object(self, request):
        return Consultation.objects.visible_to(request.user), request.user

    def link(self):
        return reverse("wagtail_serve", args=["consultations/"])

    def items(self, found):
        return newest(news_of(*found))

    def item_title(self, entry):
        return entry.title

    def item_link(self, entry):
        return entry.url

    def item_description(self, entry):
        return entry.text

    def item_guid(self, entry):
        return f"tag:consult,2026:{entry.key}"

    def item_pubdate(self, entry):
        return entry.at

    def item_updateddate(self, entry):
        return entry.at


class NewsOfConsultation(News):
    """`/consultations/SLUG/feed/`: the same of one, and its proposals."""

    def get_object(self, request, slug):
        visible = Consultation.objects.visible_to(request.user)
        return get_object_or_404(visible, slug=slug), request.user

    def title(self, found):
        consultation, _user = found
        return consultation.title

    def link(self, found):
        consultation, _user = found
        return consultation.get_absolute_url()

    def items(self, found):
        consultation, user = found
        own = Consultation.objects.filter(pk=consultation.pk)
        return newest([*news_of(own, user), *_proposals(consultation, user)])


def newest(entries):
    return sorted(entries, key=lambda entry: (entry.at, entry.key), reverse=True)[:MOST]


def news_of(consultations, user):
    """Entries of these consultations, each kind bounded."""
    ids = consultations.values("pk")
    return [*_phases(ids), *_reports(ids, user), *_answers(ids, user)]


def _phases(consultations):
    at = now()
    phases = Phase.objects.in_use().filter(consultation__in=consultations).select_related("consultation")
    for phase in phases.filter(opens_at__lte=at).order_by("-opens_at")[:MOST]:
        yield _of_phase(phase, "opens", _("Now: %(phase)s"), phase.opens_at)
    for phase in phases.filter(closes_at__lte=at).order_by("-closes_at")[:MOST]:
        yield _of_phase(phase, "closes", _("Closed: %(phase)s"), phase.closes_at)


def _of_phase(phase, edge, words, at):
    title = f"{phase.consultation.title}. {words % {'phase': phase.title}}"
    url = phase.consultation.get_absolute_url()
    return Entry(title, url, phase.consultation.summary, at, f"phase/{phase.key}/{edge}")


def _reports(consultations, user):
    reports = ThemeReport.objects.visible_to(user).filter(consultation__in=consultations)
    for report in reports.select_related("consultation").order_by("-published_at")[:MOST]:
        title = _("%(title)s. The themes are published") % {"title": report.consultation.title}
        url = reverse("report", args=[report.consultation.slug])
        yield Entry(title, url, report.consultation.summary, report.published_at, f"report/{report.pk}")


def _answers(consultations, user):
    answers = OfficialResponse.objects.visible_to(user).published().filter(consultation__in=consultations)
    for answer in answers.select_related("consultation", "theme").order_by("-published_at")[:MOST]:
        title = f"{answer.get_decision_display()}: {answer.theme.name}"
        url = reverse("responses", args=[answer.consultation.slug])
        yield Entry(title, url, answer.action, answer.published_at, f"answer/{answer.pk}")


def _proposals(consultation, user):
    shown = Contribution.objects.visible_to(user).shown().filter(consultation=consultation, kind="proposal")
    for text in shown.order_by("-id")[:MOST]:
        yield Entry(text.title, text.get_absolute_url(), text.public_text, text.created_at, f"text/{text.pk}")
