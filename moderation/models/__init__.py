"""A reader's report and what comes of it: the case, its decisions, the appeal."""

from .appeal import Appeal
from .case import Case
from .decision import Decision
from .flag import Flag

__all__ = ["Appeal", "Case", "Decision", "Flag"]
