"""A published report with an answered theme, and the people of whom each hears in another way."""

from datetime import timedelta

import time_machine
from django.core import mail

from consult.actions.notices import send_due_notices
from consult.clock import now
from proposals.enums import Channel, ContributionState
from proposals.models import Contribution, Participant, Revision, Submission
from proposals.themes import actions
from proposals.themes.enums import ItemState, Place, WithheldReason
from proposals.themes.manifest import digest_of_text
from proposals.themes.models import (
    Campaign,
    CampaignMember,
    LedgerLine,
    SnapshotItem,
    ThemeAssignment,
    ThemeReport,
)

from .consult import ConsultationFactory
from .proposals import ParticipantFactory, ProposalFactory, SubmissionFactory
from .themes import (
    CodebookFactory,
    ThemeAssignmentFactory,
    ThemeFactory,
    ThemeReportFactory,
    checked,
    responder_of,
)

WORDS = {"decision": "accepted", "action": "We will widen the pavement.", "reason": "It is too narrow."}


def published_themes(*names, bundle=None, **consultation):
    """Confirmed themes of a published report, without texts yet."""
    codebook = CodebookFactory(run__consultation=ConsultationFactory(**consultation))
    themes = [ThemeFactory(codebook=codebook, name=name) for name in names]
    frozen = bundle or {"themes": [], "analysed": 0}
    ThemeReportFactory(run=codebook.run, bundle=frozen)
    return themes


def report_of(theme):
    return ThemeReport.objects.get(run=theme.codebook.run_id)


def wrote(
    theme, text="My two walk to school along Mill Road.", *, confidence=5000, copy=False, **participant
):
    """Somebody whose words are in a theme, as they were analysed."""
    author = ParticipantFactory(consultation=theme.consultation, **participant)
    contribution = ProposalFactory(author=author, title="", public_text=text)
    ThemeAssignmentFactory(theme=theme, contribution=contribution, confidence=confidence, copy=copy)
    return contribution


def stands_in(run, place, *, channel=Channel.ONLINE, digest=None, text="It fits nowhere.", **participant):
    """Somebody's submission in a place of the ledger beside the themes."""
    author = ParticipantFactory(consultation=run.consultation, **participant)
    submission = SubmissionFactory(participant=author, channel=channel, receipt_digest=digest)
    contribution = ProposalFactory(author=author, submission=submission, public_text=text)
    reason = WithheldReason.HIDDEN if place == Place.WITHHELD else ""
    LedgerLine.objects.create(run=run, submission=submission, place=place, reason=reason)
    return contribution


def answer(*, by=None, decision="accepted", ready=True, **subject):
    """A checked answer to a theme, a campaign or an unsure pile."""
    thing = next(iter(subject.values()))
    consultation = (
        thing.codebook.consultation if "theme" in subject else getattr(thing, "run", thing).consultation
    )
    by = by or responder_of(consultation)
    response = actions.write_response(by=by, **subject, **{**WORDS, "decision": decision})
    return checked(response) if ready else response


def rehearsed(report, part, participant, by=None):
    """The report after somebody of the team sent themselves a test letter."""
    by = by or responder_of(report.consultation)
    return actions.send_test(by=by, report=report, part=part, participant=participant)


def many(
    run, number, place, *, theme=None, campaign=None, state=ContributionState.VISIBLE, email="{n}@example.org"
):
    """That many people with a text each in one place of the ledger, in few statements; returns texts."""
    consultation = run.consultation
    start = Participant.objects.count()
    people = Participant.objects.bulk_create(
        Participant(consultation=consultation, source="guest", contact_email=email.format(n=start + n))
        for n in range(number)
    )
    sent = Submission.objects.bulk_create(
        Submission(consultation=consultation, participant=person, kind="proposal") for person in people
    )
    texts = Contribution.objects.bulk_create(
        Contribution(
            submission=submission,
            participant=person,
            consultation=consultation,
            kind="proposal",
            public_text=f"We all say the same, number {submission.pk}.",
            state=state,
        )
        for submission, person in zip(sent, people, strict=True)
    )
    revisions = Revision.objects.bulk_create(
        Revision(contribution=text, body=text.public_text, state="shown") for text in texts
    )
    for text, revision in zip(texts, revisions, strict=True):
        text.shown_revision = revision
    Contribution.objects.bulk_update(texts, ["shown_revision"])
    _place(run, texts, place, theme, campaign)
    return texts


def _place(run, texts, place, theme, campaign):
    reason = WithheldReason.HIDDEN if place == Place.WITHHELD else ""
    LedgerLine.objects.bulk_create(
        LedgerLine(run=run, submission=text.submission, place=place, reason=reason) for text in texts
    )
    SnapshotItem.objects.bulk_create(
        SnapshotItem(
            snapshot=run.snapshot,
            submission=text.submission,
            contribution=text,
            digest=digest_of_text(text),
            state=ItemState.ANALYSED,
        )
        for text in texts
    )
    if theme:
        ThemeAssignment.objects.bulk_create(
            ThemeAssignment(
                run=run, theme=theme, contribution=text, end=len(text.public_text), copy=bool(campaign)
            )
            for text in texts
        )
    if campaign:
        CampaignMember.objects.bulk_create(
            CampaignMember(campaign=campaign, contribution=text) for text in texts
        )


def campaign_of(run, exemplar, number=0):
    return Campaign.objects.create(run=run, number=number, exemplar=exemplar, texts=1, people=1)


def published_by(theme, text):
    """An outcome edition of one theme, published after a test about a text; returns (edition, responder)."""
    answer(theme=theme)
    responder = responder_of(theme.consultation)
    rehearsed(report_of(theme), ["theme", theme.pk], text.participant, responder)
    mail.outbox.clear()
    return publish_all(by=responder, report=report_of(theme)), responder


def publish_all(*, by, report):
    """What somebody asks for and a worker does: the edition, public."""
    edition = actions.publish_outcomes(by=by, report=report)
    actions.prepare_outcomes(edition_id=edition.pk)
    edition.refresh_from_db()
    return edition


def send_all(minutes=3):
    """Let the schedule run for some minutes of a moved clock."""
    for minute in range(minutes):
        with time_machine.travel(now() + timedelta(minutes=minute + 1), tick=False):
            actions.release_outcomes()
            send_due_notices(most=10_000)
