"""The lines of the publish gate, by what they look at; importing this registers them, in this order."""

from . import promise, themes

__all__ = ["promise", "themes"]
