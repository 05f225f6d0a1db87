"""A reader's report and what comes of it: the case, its decisions, the appeal; and what software noticed."""

from .appeal import Appeal
from .case import Case
from .decision import Decision
from .flag import Flag
from .reviewer import Reviewer
from .screening import HoldGround, Screening, ScreeningModel, ScreeningPolicy

__all__ = [
    "Appeal",
    "Case",
    "Decision",
    "Flag",
    "HoldGround",
    "Reviewer",
    "Screening",
    "ScreeningModel",
    "ScreeningPolicy",
]
