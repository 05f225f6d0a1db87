"""What analysts and policymakers can do."""

from .assignments import assign_texts, move_assignment
from .commitments import keep_commitment, make_commitment, record_milestone, tell_of_commitment
from .exchanges import export_run, show_import, take_over_import
from .lost_runs import settle_lost_runs
from .references import give_reference_table, take_away_reference_table
from .reports import freeze_report, publish_report, return_report, sign_report
from .responses import publish_response, tell_authors, write_response
from .runs import cancel_run, perform_run, start_run
from .themes import add_theme, confirm_theme, dismiss_theme, rename_theme

__all__ = [
    "add_theme",
    "assign_texts",
    "cancel_run",
    "confirm_theme",
    "dismiss_theme",
    "export_run",
    "freeze_report",
    "give_reference_table",
    "keep_commitment",
    "make_commitment",
    "move_assignment",
    "perform_run",
    "publish_report",
    "publish_response",
    "record_milestone",
    "rename_theme",
    "return_report",
    "settle_lost_runs",
    "show_import",
    "sign_report",
    "start_run",
    "take_away_reference_table",
    "take_over_import",
    "tell_authors",
    "tell_of_commitment",
    "write_response",
]
