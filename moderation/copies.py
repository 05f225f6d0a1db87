"""Finding the same text again, whoever wrote it."""

from django.utils.crypto import salted_hmac

SALT = "moderation.same-text"


def text_key(consultation_id, revision):
    """A keyed digest (32 hex digits) of a version without case, spaces and signs; "" where no letter is left.

    Keyed by the site's secret and the consultation, so that it proves nothing about a text to anybody else.
    """
    letters = "".join(sign for sign in f"{revision.title}{revision.body}".casefold() if sign.isalnum())
    return (
        salted_hmac(SALT, f"{consultation_id}:{letters}", algorithm="sha256").hexdigest()[:32]
        if letters
        else ""
    )
