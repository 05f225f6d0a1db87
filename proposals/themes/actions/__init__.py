"""What analysts and policymakers can do."""

from .assignments import assign_texts, move_assignment
from .commitments import keep_commitment, make_commitment, record_milestone, tell_of_commitment
from .lost_runs import settle_lost_runs
from .reports import publish_report
from .responses import publish_response, tell_authors, write_response
from .runs import cancel_run, perform_run, start_run
from .themes import add_theme, confirm_theme, dismiss_theme, rename_theme

__all__ = [
    "add_theme",
    "assign_texts",
    "cancel_run",
    "confirm_theme",
    "dismiss_theme",
    "keep_commitment",
    "make_commitment",
    "move_assignment",
    "perform_run",
    "publish_report",
    "publish_response",
    "record_milestone",
    "rename_theme",
    "settle_lost_runs",
    "start_run",
    "tell_authors",
    "tell_of_commitment",
    "write_response",
]
