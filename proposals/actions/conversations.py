"""Importing a whole conversation: its people, its statements as proposals, every vote."""

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.clock import now
from consult.enums import ConsultationState, PhaseKind, ResultsVisibility
from consult.errors import Refused
from consult.models import Body, Consultation, LogEntry, Phase
from consult.signals import consultation_imported
from proposals.enums import Channel, Consent, ContributionState, Kind, SubmissionKind
from proposals.models import Contribution, Participant, Vote

from .bulk import ImportedSubmission, ImportedText, import_submissions
from .tallies import recount_all
from .votes import BallotLine, import_votes

SOURCE = "polis"


def create_imported_consultation(*, by, slug, title, summary, opened_at, closed_at, source=SOURCE):
    """The consultation that an imported conversation becomes; the one it became before.

    Refused when people take part here at this address: an import never writes into what they said.
    """
    existing = Consultation.objects.filter(slug=slug).first()
    if existing:
        return _imported_before(existing)
    with transaction.atomic():
        consultation = Consultation.objects.create(
            body=Body.objects.earliest("id"),
            slug=slug,
            state=ConsultationState.PUBLISHED,
            titles={"en": title},
            summaries={"en": summary},
            languages=["en"],
            results_visibility=ResultsVisibility.ALWAYS,  # an export's votes are published already
            published_at=now(),
        )
        Phase.objects.create(
            consultation=consultation,
            key=uuid4(),
            kind=PhaseKind.DISCUSSION,
            allows=PhaseKind.DISCUSSION.usual_acts,
            opens_at=opened_at,
            closes_at=closed_at,
            announced_open_at=now(),
            announced_close_at=now(),
        )
        log(act="consultation.imported", by=by, consultation=consultation, details={"source": source})
        consultation_imported.send(Consultation, consultation=consultation, by=by)
    return consultation


def _imported_before(consultation):
    if LogEntry.objects.filter(chain=consultation.pk, act="consultation.imported").exists():
        return consultation
    raise Refused(
        "not_imported", _("A consultation made here has this address. Choose another slug."), status=409
    )


def import_conversation(*, by, consultation, conversation, progress=lambda what, done, of: None):
    """Bring a conversation in: idempotent, since people, statements and votes are known by their own numbers.

    Returns {people, statements, votes} as they stand in the database afterwards.
    """
    people = _people(consultation, conversation)
    import_submissions(
        by=by,
        consultation=consultation,
        submissions=_submissions(conversation, people),
        read_already=True,  # the export says what the moderators there decided
        progress=lambda done: progress("statements", done, len(conversation.statements)),
    )
    _import_ballots(by, consultation, conversation, people, progress)
    recount_all(consultation)
    return {
        "people": consultation.participants.filter(source=SOURCE).count(),
        "statements": consultation.contributions.filter(kind=Kind.PROPOSAL).count(),
        "votes": Vote.objects.for_analysis(consultation).count(),
    }


def _people(consultation, conversation):
    """{number in the export: participant}, made where missing."""
    known = set(consultation.participants.filter(source=SOURCE).values_list("source_key", flat=True))
    missing = [
        Participant(
            consultation=consultation,
            source=SOURCE,
            source_key=key,
            confirmed=True,
            public_name=f"Participant {key}",
        )
        for key in conversation.people
        if key not in known
    ]
    in_batches(missing, Participant.objects.bulk_create)
    return {p.source_key: p for p in consultation.participants.filter(source=SOURCE)}


def _submissions(conversation, people):
    for statement in conversation.statements.values():
        state = ContributionState.VISIBLE if statement.shown else ContributionState.HIDDEN
        yield ImportedSubmission(
            external_id=f"{SOURCE}:{statement.number}",
            participant=people[statement.author],
            received_at=statement.written_at,
            kind=SubmissionKind.PROPOSAL,
            contribution_kind=Kind.PROPOSAL,
            channel=Channel.IMPORT,
            consent=Consent.NAMED,
            texts=[ImportedText(body=statement.text, title=statement.title, state=state)],
        )


def _import_ballots(by, consultation, conversation, people, progress):
    rows = Contribution.objects.filter(consultation=consultation, kind=Kind.PROPOSAL)
    proposals = {
        c.submission.external_id.removeprefix(f"{SOURCE}:"): c
        for c in rows.select_related("submission").exclude(submission__external_id="")
    }
    lines = (
        BallotLine(proposals[number].pk, people[person].pk, choice, proposals[number].shown_revision_id)
        for person, ballot in conversation.ballots.items()
        for number, choice in ballot.items()
    )
    total = conversation.vote_count
    import_votes(
        by=by,
        consultation=consultation,
        lines=lines,
        progress=lambda done: progress("votes", done, total),
    )
