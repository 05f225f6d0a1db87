"""The letters of moderation, by whom they are for; importing this registers them."""

from . import authors, reporters, reviewers, team

__all__ = ["authors", "reporters", "reviewers", "team"]
