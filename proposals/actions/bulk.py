"""The bulk sibling of sending: many submissions of imported participants, same rows as one by one."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery

from consult.actions.log import record as log
from consult.batches import in_batches
from consult.enums import ModerationMode
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
from proposals.signals import submissions_imported

from .contributions import ACT_OF
from .import_marks import MARK, begin, mark_of, unfinished
from .submissions import is_late


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


def import_submissions(*, by, consultation, submissions, read_already=False, progress=lambda done: None):
    """Write submissions whose external id is not there yet; returns how many were written.

    Texts go the way of the consultation's moderation, unless the import says that people have read them
    already, which the log keeps. One LogEntry and one event for the whole import; floors above hear of it
    once, afterwards, and again when an import that was cut off is repeated. The rule (who may import) is the
    caller's command.
    """
    submissions = list(submissions)
    known = set(
        Submission.objects.filter(consultation=consultation)
        .exclude(external_id="")
        .values_list("external_id", flat=True)
    )
    fresh = [s for s in submissions if s.external_id not in known]
    mark, done = mark_of(item.external_id for item in submissions), 0

    def write(batch):
        nonlocal done
        _write(consultation, batch)
        done += len(batch)
        progress(done)

    if not read_already:
        _let_wait(consultation, fresh)
    cut_off = mark in unfinished(consultation)
    if fresh:
        begin(by=by, consultation=consultation, mark=mark, count=len(fresh))
        in_batches(map(_rendered, fresh), write)
    if fresh or cut_off:
        details = {"count": len(fresh), "read_already": read_already, MARK: mark}
        log(act="submissions.imported", by=by, consultation=consultation, details=details)
        record((f"consultation:{consultation.pk}", "consultation.changed", consultation.pk))
    if not read_already:
        ids = [item.external_id for item in submissions]
        submissions_imported.send(Submission, consultation=consultation, external_ids=ids)
    return len(fresh)


def _let_wait(consultation, submissions):
    """Where a moderator reads before a text is shown, imported ones wait as others do."""
    waits = {
        kind: consultation.moderation_mode_for(act) == ModerationMode.BEFORE for kind, act in ACT_OF.items()
    }
    for item in submissions:
        for text in item.texts:
            if waits[item.contribution_kind] and text.state == ContributionState.VISIBLE:
                text.state = ContributionState.PENDING


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
        late=is_late(consultation, item.received_at),
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
                state=text.state,
                **_shown_words(text),
                created_at=item.received_at,
            ),
            text,
        )


def _shown_words(text):
    """What the public reads: nothing while it waits."""
    if text.state == ContributionState.PENDING:
        return {}
    return {"title": text.title, "public_text": text.body, "body_html": text.html}


def _write_revisions(contributions):
    Revision.objects.bulk_create(
        Revision(
            contribution=contribution,
            number=1,
            title=text.title,
            body=text.body,
            state=RevisionState.PENDING if _waits(contribution) else RevisionState.SHOWN,
            created_at=contribution.created_at,
        )
        for contribution, text in contributions
    )
    rows = [contribution for contribution, _text in contributions]
    first = Revision.objects.filter(contribution=OuterRef("pk")).values("pk")
    shown = [row.pk for row in rows if not _waits(row)]
    Contribution.objects.filter(pk__in=shown).update(shown_revision=Subquery(first))
    Tally.objects.bulk_create(Tally(contribution=row) for row in rows if row.kind == Kind.PROPOSAL)


def _waits(contribution):
    return contribution.state == ContributionState.PENDING
