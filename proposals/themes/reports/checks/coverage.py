"""Who was heard, where somebody said who lives here."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.themes.reports.coverage import coverage_of, reference_tables
from proposals.themes.reports.gate import requires


@requires("coverage", gettext_lazy("Who was heard, against the tables of the population"))
def tables_fit_what_was_asked(consultation, run):
    """Each table in use knows every choice that is offered, and somebody's answer to it was received."""
    tables = reference_tables(consultation)
    covered = {each["table"]: each for each in coverage_of(run, consultation.disclosure_threshold)}
    return [problem for table in tables for problem in _problems(table, covered[table.pk])]


def _problems(table, covered):
    title = table.question.text if table.question_id else _("Kind of respondent")
    if table.question_id and table.question.retired_at:
        return [
            _("“%(title)s” is no longer asked. Take its table of the population away.") % {"title": title}
        ]
    known = {category for category, _people in table.rows}
    labels = table.question.labelled_choices if table.question_id else []
    later = [label for value, label in labels if value not in known and value not in table.left_out]
    if later:
        words = {"title": title, "choices": ", ".join(later)}
        return [
            _("The table of the population for “%(title)s” does not know %(choices)s. Upload it again.")
            % words
        ]
    if covered["answered"] == 0:
        return [
            _("There is a table of the population for “%(title)s”, but nobody's answer to it was received.")
            % {"title": title}
        ]
    return []
