"""Tables of the population: a person gives them, replaces them, takes them away; the log keeps each act."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.enums import QuestionKind
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.themes.exchange.references import read_reference
from proposals.themes.models import ReferenceTable

LONGEST_SOURCE = 200


def give_reference_table(*, by, consultation, name, content, source, question=None):
    """Keep a table of the population by the answers of a question, or by types of respondents; returns it.

    It takes the place of the one in use. name, content: of the CSV or XLSX file; source: who counted, and
    when. Raises Refused, or Invalid naming row and column of each fault.
    """
    check("themes.analyse", by, consultation)
    rows = read_reference(name, content, _known(consultation, question))
    words = " ".join(source.split())
    if not words or len(words) > LONGEST_SOURCE:
        raise Invalid({"source": [_("Say who counted, and when, in 200 characters or fewer.")]})
    try:
        with transaction.atomic():
            _end(consultation, question)
            table = ReferenceTable.objects.create(
                consultation=consultation,
                question=question,
                source=words,
                rows=rows,
                left_out=_left_out(question, rows),
                uploaded_by=by,
            )
            log(act="reference.given", by=by, consultation=consultation, target=table, details=_told(table))
    except IntegrityError:
        raise Stale from None
    return table


def take_away_reference_table(*, by, table):
    """End a table: the next report does without it. Raises Refused when it has ended already."""
    check("themes.analyse", by, table)
    with transaction.atomic():
        if not ReferenceTable.objects.in_use().filter(pk=table.pk).update(ended_at=now()):
            raise Refused("reference_ended", _("This table is no longer in use."), 409)
        log(act="reference.ended", by=by, consultation=table.consultation, target=table, details=_told(table))


def _known(consultation, question):
    """{what an answer may be called: its value}, or None where any word names a type of respondent."""
    if question is None:
        return None
    one_answer = not question.multiple and question.kind != QuestionKind.OPEN
    if question.consultation_id != consultation.pk or not one_answer:
        raise Invalid({"question": [_("Choose a question of this consultation that takes one answer.")]})
    known: dict[str, str] = {}
    for choice in question.choices:
        for called in [choice["value"], *choice["label"].values()]:
            known.setdefault(str(called).strip().casefold(), choice["value"])
    return known


def _left_out(question, rows):
    """Choices that are offered now and that the table does not name."""
    named = {category for category, _people in rows}
    return [value for value, _label in question.labelled_choices if value not in named] if question else []


def _end(consultation, question):
    tables = ReferenceTable.objects.in_use().filter(consultation=consultation, question=question)
    tables.update(ended_at=now())


def _told(table):
    return {"question": table.question_id, "categories": len(table.rows), "people": table.population}
