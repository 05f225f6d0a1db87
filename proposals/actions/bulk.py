"""The bulk sibling of sending: many submissions of imported participants, same rows as one by one."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.text import render
from proposals.enums import (
    Channel,
    Consent,
    ContributionState,
    Kind,
    RevisionState,
    SubmissionKind,
)
from proposals.events import record
from proposals.models import Answer, Contribution, Participant, Revision, Submission, Tally


@dataclass
class ImportedText:
    """A cleaned text of an imported submission."""

    body: str
    title: str = ""
    question: object = None
    state: str = ContributionState.VISIBLE
    html: str = ""


@dataclass
class ImportedSubmission:
    """One row of a file: who, how, when, and what it says. `participant` may be unsaved."""

    external_id: str
    participant: Participant
    received_at: datetime
    kind: str = SubmissionKind.IMPORTED
    contribution_kind: str = Kind.ANSWER
    channel: str = Channel.IMPORT
    consent: str = Consent.WITHHELD
    language: str = "en"
    texts: list[ImportedText] = field(default_factory=list)
    choices: dict = field(default_factory=dict)


def import_submissions(*, by, consultation, submissions, progress=lambda done: None):
    """Write submissions whose external id is not there yet; returns how many were written.

    One LogEntry and one event for the whole import. The rule (who may import) is the caller's command.
    """
    known = set(
        Submission.objects.filter(consultation=consultation)
        .exclude(external_id="")
        .values_list("external_id", flat=True)
    )
    fresh = [s for s in submissions if s.external_id not in known]
    done = 0

    def write(batch):
        nonlocal done
        _write(consultation, batch)
        done += len(batch)
        progress(done)

    in_batches(map(_rendered, fresh), write)
    if fresh:
        log(act="submissions.imported", by=by, consultation=consultation, details={"count": len(fresh)})
        record((f"consultation:{consultation.pk}", "consultation.changed", consultation.pk))
    return len(fresh)


def _rendered(item):
    """The same submission with the HTML of its texts, made before a transaction begins."""
    for text in item.texts:
        text.html = render(text.body)
    return item


def _write(consultation, batch):
    _save_participants(batch)
    rows = Submission.objects.bulk_create(_submission(consultation, item) for item in batch)
    pairs = list(zip(batch, rows, strict=True))
    contributions = [c for item, row in pairs for c in _contributions(item, row)]
    Contribution.objects.bulk_create(c for c, _text in contributions)
    _write_revisions(contributions)
    Answer.objects.bulk_create(
        Answer(submission=row, question=question, values=values)
        for item, row in pairs
        for question, values in item.choices.items()
    )


def _save_participants(batch):
    unsaved = list({id(i.participant): i.participant for i in batch if i.participant.pk is None}.values())
    Participant.objects.bulk_create(unsaved)


def _submission(consultation, item):
    return Submission(
        consultation=consultation,
        participant=item.participant,
        kind=item.kind,
        channel=item.channel,
        consent=item.consent,
        language=item.language,
        received_at=item.received_at,
        external_id=item.external_id,
    )


def _contributions(item, submission):
    for text in item.texts:
        yield (
            Contribution(
                submission=submission,
                participant=item.participant,
                consultation_id=submission.consultation_id,
                kind=item.contribution_kind,
                question=text.question,
                language=item.language,
                title=text.title,
                public_text=text.body,
                body_html=text.html,
                state=text.state,
                created_at=item.received_at,
            ),
            text,
        )


def _write_revisions(contributions):
    Revision.objects.bulk_create(
        Revision(
            contribution=contribution,
            number=1,
            title=text.title,
            body=text.body,
            state=RevisionState.SHOWN,
            created_at=contribution.created_at,
        )
        for contribution, text in contributions
    )
    rows = [contribution for contribution, _text in contributions]
    first = Revision.objects.filter(contribution=OuterRef("pk")).values("pk")
    Contribution.objects.filter(pk__in=[row.pk for row in rows]).update(shown_revision=Subquery(first))
    Tally.objects.bulk_create(Tally(contribution=row) for row in rows if row.kind == Kind.PROPOSAL)
