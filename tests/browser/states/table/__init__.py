"""The states that pages are looked at in: a name, who looks, where, and what they did before."""

from .editors import EDITORS
from .public import PUBLIC
from .staff import STAFF

EVERY = PUBLIC + STAFF

__all__ = ["EDITORS", "EVERY", "PUBLIC", "STAFF"]
