"""A reader's report and what comes of it: the case, its decisions, the appeal; and what software noticed."""

from .appeal import Appeal
from .case import Case
from .decision import Decision
from .flag import Flag
from .reason_template import ReasonTemplate
from .reviewer import Reviewer
from .saved_filter import SavedFilter
from .screening import HoldGround, Screening, ScreeningModel, ScreeningPolicy
from .second_reading import SecondReading

__all__ = [
    "Appeal",
    "Case",
    "Decision",
    "Flag",
    "HoldGround",
    "ReasonTemplate",
    "Reviewer",
    "SavedFilter",
    "Screening",
    "ScreeningModel",
    "ScreeningPolicy",
    "SecondReading",
]
