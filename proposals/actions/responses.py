"""Importing a table of responses into a consultation's questions."""

from consult.clock import now
from consult.enums import QuestionKind
from consult.errors import Invalid
from proposals.enums import Channel, Consent, Kind, ParticipantKind
from proposals.imports.table import QUESTION, Fault
from proposals.models import Participant

from .bulk import ImportedSubmission, ImportedText, import_submissions
from .texts import LONGEST

SOURCE = "import"
SEVERAL = ";"


def import_responses(*, by, consultation, responses, mapping, read_already=False, progress=lambda done: None):
    """Import readable rows; returns (number written, number there already, faults of rows left out).

    Idempotent on the external id; `read_already` as for `import_submissions`. Raises Invalid when the map
    names a question that is not asked.
    """
    questions = {q.key: q for q in consultation.questions.in_use().select_related("consultation")}
    _check_questions(mapping, questions)
    submissions, faults = [], []
    for response in responses:
        submission, found = _submission(consultation, response, questions)
        faults += found
        if not found:
            submissions.append(submission)
    _reuse_participants(consultation, submissions)
    written = import_submissions(
        by=by,
        consultation=consultation,
        submissions=submissions,
        read_already=read_already,
        progress=progress,
    )
    return written, len(submissions) - written, faults


def _check_questions(mapping, questions):
    wanted = {target.removeprefix(QUESTION) for target in mapping.values() if target.startswith(QUESTION)}
    unknown = sorted(wanted - set(questions))
    if unknown:
        raise Invalid(
            {"map": [f"No question {', '.join(unknown)}. The questions are {', '.join(questions)}."]}
        )


def _submission(consultation, response, questions):
    texts, choices, faults = [], {}, []
    for key, typed in response.answers.items():
        question = questions[key]
        if question.kind != QuestionKind.OPEN:
            values, unknown = chosen(question, typed)
            choices[question] = values
            faults += [Fault(response.row, key, f"{word!r} is not an answer to choose") for word in unknown]
        elif len(typed) > LONGEST[Kind.ANSWER]:
            faults.append(Fault(response.row, key, f"longer than {LONGEST[Kind.ANSWER]} characters"))
        else:
            texts.append(ImportedText(body=typed, question=question))
    return _filled(consultation, response, texts, choices), faults


def chosen(question, typed):
    """(values, words that are none) of a cell: values or labels in any language, split at semicolons."""
    named = {}
    for choice in question.choices:
        for name in [choice["value"], *choice["label"].values()]:
            named[str(name).strip().casefold()] = choice["value"]
    words = [typed] if not question.multiple else [w for w in typed.split(SEVERAL) if w.strip()]
    unknown = [word.strip() for word in words if word.strip().casefold() not in named]
    return sorted({named[w.strip().casefold()] for w in words if w.strip().casefold() in named}), unknown


def _filled(consultation, response, texts, choices):
    fields = response.fields
    return ImportedSubmission(
        external_id=fields["external_id"],
        participant=_participant(consultation, fields),
        received_at=fields.get("received_at") or now(),
        channel=fields.get("channel", Channel.IMPORT),
        consent=fields.get("consent", Consent.WITHHELD),
        language=fields.get("language", consultation.source_language),
        texts=texts,
        choices=choices,
    )


def _participant(consultation, fields):
    organisation = fields.get("organisation", "")
    return Participant(
        consultation=consultation,
        source=SOURCE,
        source_key=fields["external_id"],
        kind=ParticipantKind.ORGANISATION if organisation else ParticipantKind.INDIVIDUAL,
        organisation=organisation,
        respondent_type=fields.get("respondent_type", ""),
        confirmed=True,
    )


def _reuse_participants(consultation, submissions):
    """A respondent who is there already keeps their row."""
    known = {p.source_key: p for p in consultation.participants.filter(source=SOURCE)}
    for submission in submissions:
        key = submission.participant.source_key
        submission.participant = known.get(key, submission.participant)
