"""What the team owes: each answer and each promise with who, by when, and how late; lateness stays."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.clock import today
from consult.enums import Role
from consult.models import Consultation

from .enums import Place, ResponseState
from .models import Campaign, Commitment, LedgerLine, OfficialResponse, Theme, ThemeReport


@dataclass(frozen=True)
class Duty:
    """One row of the board. `done`: the day it was done, or None."""

    consultation: object
    what: str
    is_promise: bool
    who: str
    due: date | None
    done: date | None
    state: str
    url: str

    @property
    def days_late(self):
        """Whole days after its day until it was done, or until today; 0 while there is time."""
        return max(((self.done or today()) - self.due).days, 0) if self.due else 0

    @property
    def is_open(self):
        return self.done is None


def duties_of(user):
    """Every answer and promise of the consultations this person answers for or owns: open and latest first.

    Nine queries, however many consultations, themes and promises there are.
    """
    staffed = Consultation.objects.staffed_by(user, Role.RESPONDER, Role.OWNER)
    consultations = staffed.in_bulk()
    reports = ThemeReport.objects.visible_to(user).filter(consultation__in=consultations)
    runs = {each.consultation_id: each.run_id for each in reports.order_by("edition").defer("bundle")}
    rows = [*_answers(consultations, runs), *_promises(consultations)]
    return sorted(rows, key=lambda each: (not each.is_open, each.due or date.max, each.what))


def _answers(consultations, runs):
    owner = {run: consultations[pk] for pk, run in runs.items()}
    given = defaultdict(lambda: None)
    answers = OfficialResponse.objects.of_runs(owner).select_related("owner", "written_by")
    for each in answers:
        given[each.theme_id, each.campaign_id, each.unsure_of_id] = each
    for theme in Theme.objects.of_runs(owner).confirmed().select_related("codebook"):
        run, response = theme.codebook.run_id, given[theme.pk, None, None]
        yield _answer(owner[run], response, theme.name, "theme", theme.pk)
    for campaign in Campaign.objects.filter(run__in=owner):
        response = given[None, campaign.pk, None]
        name = _("Campaign %(number)d") % {"number": campaign.number + 1}
        if response:  # a campaign placed in themes is answered with them; one of its own is a duty once begun
            yield _answer(owner[campaign.run_id], response, name, "campaign", campaign.pk)
    piles = (
        LedgerLine.objects.filter(run__in=owner, place=Place.UNSURE)
        .values_list("run")
        .annotate(n=Count("pk"))
    )
    for run, _number in piles.order_by("run"):
        yield _answer(owner[run], given[None, None, run], _("What fits no theme"), "unsure", run)


def _answer(consultation, response, name, kind, pk):
    published = response.published_at if response else None
    return Duty(
        consultation=consultation,
        what=name,
        is_promise=False,
        who=_whose(response),
        due=consultation.answer_due_on,
        done=published.date() if published else None,
        state=(response.state if response else ResponseState.NOT_STARTED).label,
        url=reverse("write_response", args=[consultation.slug, kind, pk]),
    )


def _whose(response):
    """Who owes an answer, or wrote the one that is public."""
    if response is None:
        return ""
    person = response.owner or (response.written_by if response.published_at else None)
    return person.display_name if person else ""


def _promises(consultations):
    rows = Commitment.objects.filter(
        Q(response__published_at__isnull=False), response__consultation__in=consultations
    ).select_related("response__theme", "response__campaign", "response__unsure_of")
    for each in rows:
        response = each.response
        kind, pk = _address_of(response)
        consultation = consultations[response.consultation_id]
        yield Duty(
            consultation=consultation,
            what=each.what,
            is_promise=True,
            who=each.who,
            due=each.due_on,
            done=each.kept_on,
            state=_("done") if each.kept_on else _("promised"),
            url=reverse("write_response", args=[consultation.slug, kind, pk]),
        )


def _address_of(response):
    if response.theme_id:
        return "theme", response.theme_id
    return ("campaign", response.campaign_id) if response.campaign_id else ("unsure", response.unsure_of_id)


def punctuality(consultation, waiting, published):
    """(promised day of all answers, days late, the day they were all there or None); None without a day.

    `waiting`: how many answers are missing; `published`: when each of the others appeared. Days late stay
    when the last answer is there.
    """
    due = consultation.answer_due_on
    if due is None:
        return None
    done = max(published).date() if published and not waiting else None
    return due, max(((done or today()) - due).days, 0), done
