"""What a report asks the team to answer: each theme, each campaign, and what fits no theme."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from proposals.themes.actions.answering.responses import unsure_in
from proposals.themes.models import Campaign, OfficialResponse, Theme

KINDS = ("theme", "campaign", "unsure_of")


@dataclass
class Subject:
    """One thing to answer, with its answer as far as it is written; `thing` is a theme, a campaign or
    a run.
    """

    consultation: object
    kind: str
    thing: object
    response: object
    texts: int

    @property
    def given(self):
        """The keyword of the actions that names it."""
        return {self.kind: self.thing}

    @property
    def name(self):
        return (self.response or OfficialResponse(**self.given)).subject

    @property
    def url(self):
        return self._url("write_response")

    @property
    def duty_url(self):
        return self._url("give_duty")

    def _url(self, name):
        kind = "unsure" if self.kind == "unsure_of" else self.kind
        return reverse(name, args=[self.consultation.slug, kind, self.thing.pk])


def subjects_of(report):
    """All of a report, themes by size first; six queries however many."""
    run, consultation = report.run, report.consultation
    answers = OfficialResponse.objects.of_runs([run.pk]).select_related(
        "theme", "campaign", "unsure_of", "owner", "written_by", "checked_by"
    )
    given = {}
    for each in answers:
        each.consultation = consultation
        given[each.theme_id, each.campaign_id, each.unsure_of_id] = each
    themes = Theme.objects.of_run(run).confirmed()
    found = [
        Subject(consultation, "theme", each, given.get((each.pk, None, None)), each.submissions)
        for each in themes
    ]
    found += [
        Subject(consultation, "campaign", each, given.get((None, each.pk, None)), each.texts)
        for each in Campaign.objects.filter(run=run)
    ]
    unsure, answer = unsure_in(run), given.get((None, None, run.pk))
    if unsure or answer:
        found.append(Subject(consultation, "unsure_of", run, answer, unsure))
    return found


def subject_or_404(subjects, kind, pk):
    """The one of these that an address names."""
    kind = "unsure_of" if kind == "unsure" else kind
    for each in subjects:
        if each.kind == kind and each.thing.pk == pk:
            return each
    raise Http404
