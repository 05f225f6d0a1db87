"""Votes in templates."""

import uuid

from django import template

register = template.Library()


@register.simple_tag
def vote_key():
    """A fresh key for one request to vote."""
    return uuid.uuid4()


@register.simple_tag
def vote_counts(tally):
    """The numbers of a tally as the vote panel names them, or nothing while they are hidden."""
    if not tally:
        return None
    return {
        "agree": tally.agree,
        "disagree": tally.disagree,
        "neither": tally.passes,
        "unconfirmed": tally.unconfirmed,
    }
