"""What analysts and policymakers can do."""

from .answering import *  # noqa: F403  the acts of answering, a folder of their own
from .answering import __all__ as _answering
from .assignments import (
    add_second_theme,
    assign_texts,
    hide_quote,
    move_assignment,
    move_passages,
    show_quote,
    take_out_passages,
)
from .contrasts import read_contrasts
from .exchanges import export_run, show_import, take_over_import
from .frames import add_early_reader, note_minority_view, take_out, write_frame, write_summary_point
from .freezing import accept_closing_line, freeze_received
from .lost_runs import settle_lost_runs
from .merging import merge_themes
from .redactions import decide_redaction, decide_redactions, mark_detail
from .references import give_reference_table, take_away_reference_table
from .reports import freeze_report, publish_report, return_report, sign_report
from .runs import cancel_run, perform_run, resume_run, start_run
from .splitting import cut_themes, split_off, split_theme
from .taking_over import take_over_themes
from .themes import add_theme, confirm_theme, dismiss_theme, nest_theme, rename_theme, restore_theme
from .undertakings import stop_undertaking, undertake
from .undoing import undo_edit

__all__ = [
    *_answering,
    "accept_closing_line",
    "add_early_reader",
    "add_second_theme",
    "add_theme",
    "assign_texts",
    "cancel_run",
    "confirm_theme",
    "cut_themes",
    "decide_redaction",
    "decide_redactions",
    "dismiss_theme",
    "export_run",
    "freeze_received",
    "freeze_report",
    "give_reference_table",
    "hide_quote",
    "mark_detail",
    "merge_themes",
    "move_assignment",
    "move_passages",
    "nest_theme",
    "note_minority_view",
    "perform_run",
    "publish_report",
    "read_contrasts",
    "rename_theme",
    "restore_theme",
    "resume_run",
    "return_report",
    "settle_lost_runs",
    "show_import",
    "show_quote",
    "sign_report",
    "split_off",
    "split_theme",
    "start_run",
    "stop_undertaking",
    "take_away_reference_table",
    "take_out",
    "take_out_passages",
    "take_over_import",
    "take_over_themes",
    "undertake",
    "undo_edit",
    "write_frame",
    "write_summary_point",
]
