"""The lines of the publish gate, by what they look at; importing this registers them, in this order."""

from . import promise, freeze, method, themes, coding, coverage, frame  # noqa: I001

__all__ = ["coding", "coverage", "frame", "freeze", "method", "promise", "themes"]
