"""The lines of the publish gate, by what they look at; importing this registers them, in this order."""

from . import coverage, promise, themes

__all__ = ["coverage", "promise", "themes"]
