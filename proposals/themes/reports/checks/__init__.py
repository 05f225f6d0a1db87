"""The lines of the publish gate, by what they look at; importing this registers them, in this order."""

from . import coding, coverage, promise, themes

__all__ = ["coding", "coverage", "promise", "themes"]
