"""Answering the questions of a consultation: one page, one Submission."""

from django.utils.translation import gettext as _

from consult.enums import QuestionKind
from consult.errors import Invalid
from consult.rules import check
from consult.text import plain
from proposals.enums import Consent, Kind, SubmissionKind
from proposals.models import Answer, Contribution

from .contributions import receive
from .participation import take_part
from .submissions import Sent, new_submission, send_once
from .texts import clean_body, clean_language


def submit_questionnaire(*, by, consultation, answers, consent, language="", client_id=None, public_name=""):
    """Send answers {question key: text or list of values}; raises Refused, or Invalid naming each question.

    Open answers become contributions, readable by others only with consent; the rest become Answer rows.
    """
    check("proposals.answer", by, consultation)
    consent = consent if consent in Consent.values else Consent.WITHHELD
    language = clean_language(consultation, language)
    questions = list(consultation.questions.in_use())
    texts, choices = clean_answers(questions, answers)

    def write():
        participant = take_part(by=by, consultation=consultation, public_name=public_name)
        submission, code = new_submission(
            participant=participant,
            kind=SubmissionKind.QUESTIONNAIRE,
            client_id=client_id,
            consent=consent,
            language=language,
        )
        contributions = write_answers(submission, texts, choices, by=by)
        return Sent(submission, contributions, code)

    return send_once(by=by, consultation=consultation, client_id=client_id, write=write)


def clean_answers(questions, answers):
    """({question: text}, {question: values}) of what was answered; Invalid with a line for each fault."""
    texts: dict = {}
    choices: dict = {}
    faults: dict = {}
    for question in questions:
        try:
            _clean_one(question, answers.get(question.key), texts, choices)
        except Invalid as invalid:
            faults.update(invalid.fields)
    if not faults and not texts and not choices:
        faults[""] = [_("Answer at least one question before you send.")]
    if faults:
        raise Invalid(faults)
    return texts, choices


def _clean_one(question, given, texts, choices):
    if question.kind == QuestionKind.OPEN:
        text = plain(given or "")
        if text:
            texts[question] = clean_body(Kind.ANSWER, text, field=question.key)
    else:
        values = clean_values(question, given)
        if values:
            choices[question] = values
    if question.required and question not in texts and question not in choices:
        raise Invalid({question.key: [_("Answer this question.")]})


def clean_values(question, given):
    """The chosen values, each one of the question's; a single choice for a question that takes one."""
    values = [given] if isinstance(given, str) else list(given or [])
    values = [value for value in values if value != ""]
    known = {choice["value"] for choice in question.choices}
    if any(value not in known for value in values):
        raise Invalid({question.key: [_("Choose from the answers given.")]})
    if len(values) > 1 and not question.multiple:
        raise Invalid({question.key: [_("Choose one answer only.")]})
    return sorted(set(values))


def write_answers(submission, texts, choices, *, by):
    """Write the rows of one questionnaire; returns the open answers as contributions."""
    Answer.objects.bulk_create(
        Answer(submission=submission, question=question, values=values)
        for question, values in choices.items()
    )
    return [_open_answer(submission, question, text, by) for question, text in texts.items()]


def _open_answer(submission, question, text, by):
    contribution = Contribution.objects.create(
        submission=submission,
        participant=submission.participant,
        consultation=submission.consultation,
        kind=Kind.ANSWER,
        question=question,
        language=submission.language,
        created_at=submission.received_at,
    )
    receive(contribution, by=by, body=text)
    return contribution
