"""Keeps the number that shuffles proposals for a reader, the same on every page that lists them."""

from proposals.views.proposals import SEED_AGE, SEED_COOKIE


def with_order(response):
    """Give the reader the number their page was shuffled with, if it shows proposals."""
    shown = (response.context_data or {}).get("proposals")
    if shown and shown["rows"]:
        response.set_cookie(SEED_COOKIE, shown["seed"], max_age=SEED_AGE, samesite="Lax", httponly=True)
    return response
