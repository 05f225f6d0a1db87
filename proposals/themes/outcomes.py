"""What became of everything each person sent, worked out from the rows: which answers are theirs, what
is missing.

A submission's place in the ledger says what its author must hear: the answers to its themes, the
answer to its
campaign, the answer to what fits no theme, the reasons why it was withheld, or simply what it was counted as.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from consult.models import NoticePreference
from proposals.enums import Channel
from proposals.lifelines import reasons_of
from proposals.models import Participant, Submission

from .enums import OutcomeKind, Place, ThemeState, Way
from .models import CampaignMember, Correction, OfficialResponse, ThemeAssignment

PLAIN = {
    Place.PENDING: OutcomeKind.PENDING,
    Place.BLANK: OutcomeKind.COUNTED,
    Place.DUPLICATE: OutcomeKind.DUPLICATE,
    Place.LATE: OutcomeKind.LATE,
    Place.UNVERIFIED: OutcomeKind.UNVERIFIED,
    Place.WITHDRAWN: OutcomeKind.WITHDRAWN,
    Place.ERASED: OutcomeKind.ERASED,
}
OWED = [OutcomeKind.THEME, OutcomeKind.CAMPAIGN, OutcomeKind.UNSURE, OutcomeKind.REASONS, OutcomeKind.PENDING]
ON_PAPER = [Channel.PAPER, Channel.PHONE, Channel.MEETING]


@dataclass
class Fate:
    """One participant: what became of their words, what of it nobody has answered yet, and how they hear."""

    way: str
    parts: list = field(default_factory=list)
    missing: list = field(default_factory=list)


def fates_of(run):
    """{participant id: Fate} of everybody in the ledger of a run; a dozen queries however many people."""
    lines = list(run.ledger.order_by("submission_id").values_list("submission_id", "place"))
    authors = dict(run.ledger.values_list("submission_id", "submission__participant_id"))
    found = _Found(run)
    fates = {person: Fate(way) for person, way in ways_of(run).items()}
    for submission, place in lines:
        fate = fates[authors[submission]]
        for part, answered in found.parts_of(submission, place):
            if part not in fate.parts:
                fate.parts.append(part)
                fate.missing.extend([] if answered else [part])
    return fates


class _Found:
    """Where the submissions of a run stand, and which of that is answered."""

    def __init__(self, run):
        self.run = run
        self.themes = themes_by_submission([run.pk])
        self.campaigns = _campaigns_by_submission(run)
        withheld = run.ledger.filter(place=Place.WITHHELD).values_list("submission_id", flat=True)
        self.reasons = reasons_of(list(withheld))
        ready = [each for each in OfficialResponse.objects.of_runs([run]).begun() if each.is_ready]
        self.answered = {("theme", each.theme_id) for each in ready if each.theme_id}
        self.answered |= {("campaign", each.campaign_id) for each in ready if each.campaign_id}
        self.answered |= {("unsure", each.unsure_of_id) for each in ready if each.unsure_of_id}

    def parts_of(self, submission, place):
        """[([kind, id], is it answered)] of one submission."""
        themes = [["theme", pk] for pk in self.themes.get(submission, [])]
        if themes:
            yield from self._judged(themes)
        campaigns = [["campaign", pk] for pk in self.campaigns.get(submission, [])]
        if place == Place.CAMPAIGN or campaigns:
            yield from self._campaign(campaigns, placed=bool(themes))
        elif place == Place.UNSURE or (place == Place.IN_THEMES and not themes):
            yield from self._judged([["unsure", self.run.pk]])
        if place == Place.WITHHELD:
            yield ["reasons", submission], submission in self.reasons
        elif place in PLAIN:
            yield [PLAIN[place].value, submission], place != Place.PENDING

    def _judged(self, parts):
        return [(part, tuple(part) in self.answered) for part in parts]

    def _campaign(self, campaigns, *, placed):
        """A campaign is answered with the themes it stands in; elsewhere it needs an answer of its own."""
        for part, answered in self._judged(campaigns):
            if answered or not placed:
                yield part, answered


def themes_by_submission(runs, submissions=None):
    """{submission id: [confirmed theme ids]}, as its author was last told: corrections that wait for
    the next run
    count already."""
    rows = ThemeAssignment.objects.of_people().filter(run__in=runs, theme__state=ThemeState.CONFIRMED)
    waiting = Correction.objects.accepted().filter(from_theme__codebook__run__in=runs, carried=False)
    if submissions is not None:
        rows = rows.filter(contribution__submission__in=submissions)
        waiting = waiting.filter(submission__in=submissions)
    found = defaultdict(dict)
    pairs = rows.order_by("-confidence", "pk").values_list("contribution__submission_id", "theme_id")
    for submission, theme in pairs:
        found[submission].setdefault(theme)
    for submission, old, new in waiting.values_list("submission_id", "from_theme_id", "to_theme_id"):
        found[submission].pop(old, None)
        if new:
            found[submission].setdefault(new)
    return {submission: list(themes) for submission, themes in found.items()}


def _campaigns_by_submission(run):
    rows = CampaignMember.objects.filter(campaign__run=run).order_by("campaign_id")
    found = defaultdict(dict)
    for submission, campaign in rows.values_list("contribution__submission_id", "campaign_id"):
        found[submission].setdefault(campaign)
    return found


def ways_of(run):
    """{participant id: way} for everybody in the ledger of a run."""
    submissions = Submission.objects.filter(ledger_lines__run=run)
    paper, coded = set(), set()
    rows = submissions.values_list("participant_id", "channel", "receipt_digest")
    for person, channel, digest in rows.iterator(chunk_size=5000):
        paper |= {person} if channel in ON_PAPER else set()
        coded |= {person} if digest else set()
    people = Participant.objects.filter(submissions__in=submissions).select_related("user").distinct()
    unwanted = NoticePreference.objects.filter(answers=False).values_list("user_id", "participant_id")
    quiet = set(unwanted)
    return {
        each.pk: _way(
            each,
            wants_email=not quiet & {(each.user_id, None), (None, each.pk)},
            on_paper=each.pk in paper,
            has_receipt=each.pk in coded,
        )
        for each in people.iterator(chunk_size=5000)
    }


def _way(person, *, wants_email, on_paper, has_receipt):
    user = person.user
    if person.erased_at or (user and user.erased_at):
        return Way.NONE
    if user and user.is_active:
        return Way.EMAIL if wants_email else Way.SITE
    if not user and person.contact_email and wants_email:
        return Way.EMAIL
    return way_without_email(on_paper=on_paper, has_receipt=has_receipt)


def way_without_email(*, on_paper, has_receipt):
    """How somebody hears to whom no e-mail can be sent."""
    if on_paper:
        return Way.LETTER
    return Way.RECEIPT if has_receipt else Way.NONE


def missing_in(fates):
    """Counter {(kind, id or None): reachable people} of what nobody has answered; themes and campaigns
    by id.
    """
    counted = Counter()
    for fate in fates.values():
        if fate.way != Way.NONE:
            named = {(kind, pk if kind in ("theme", "campaign") else None) for kind, pk in fate.missing}
            counted.update(named)
    return counted


def ways_in(fates):
    """[(way, people)] of all ways, adding up to the people."""
    counted = Counter(fate.way for fate in fates.values())
    return [(way, counted[way]) for way in Way]


def authors_of(response):
    """Ids of the participants whose words an answer is to, campaign copies included."""
    people = Participant.objects.filter(erased_at=None)
    if response.theme_id:
        assigned = ThemeAssignment.objects.of_people().filter(theme=response.theme_id)
        corrected = Correction.objects.accepted().filter(carried=False)
        away = corrected.filter(from_theme=response.theme_id).values("submission_id")
        here = corrected.filter(to_theme=response.theme_id).values("submission__participant_id")
        stayed = assigned.exclude(contribution__submission__in=away)
        rows = people.filter(Q(pk__in=stayed.values("contribution__participant_id")) | Q(pk__in=here))
    elif response.campaign_id:
        members = CampaignMember.objects.filter(campaign=response.campaign_id)
        rows = people.filter(pk__in=members.values("contribution__participant_id"))
    else:
        lines = response.unsure_of.ledger.filter(place=Place.UNSURE)
        rows = people.filter(pk__in=lines.values("submission__participant_id"))
    return set(rows.values_list("pk", flat=True))


def is_answered_by(response, participant):
    return participant.pk in authors_of(response)
