"""What analysts and policymakers can do."""

from .assignments import assign_texts, move_assignment
from .commitments import keep_commitment, make_commitment, record_milestone, tell_of_commitment
from .exchanges import export_run, show_import, take_over_import
from .frames import add_early_reader, note_minority_view, take_out, write_frame, write_summary_point
from .freezing import accept_closing_line, freeze_received
from .lost_runs import settle_lost_runs
from .redactions import decide_redaction, decide_redactions, mark_detail
from .references import give_reference_table, take_away_reference_table
from .reports import freeze_report, publish_report, return_report, sign_report
from .responses import publish_response, tell_authors, write_response
from .runs import cancel_run, perform_run, start_run
from .themes import add_theme, confirm_theme, dismiss_theme, rename_theme

__all__ = [
    "accept_closing_line",
    "add_early_reader",
    "add_theme",
    "assign_texts",
    "cancel_run",
    "confirm_theme",
    "decide_redaction",
    "decide_redactions",
    "dismiss_theme",
    "export_run",
    "freeze_received",
    "freeze_report",
    "give_reference_table",
    "keep_commitment",
    "make_commitment",
    "mark_detail",
    "move_assignment",
    "note_minority_view",
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
    "take_out",
    "take_over_import",
    "tell_authors",
    "tell_of_commitment",
    "write_frame",
    "write_response",
    "write_summary_point",
]
