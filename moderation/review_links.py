"""The secret link of an outside reviewer: made when its letter is sent, and kept nowhere."""

import base64

from django.utils.crypto import salted_hmac

SALT = "moderation.review"
CODE_BYTES = 24


def review_code(reviewer, nonce):
    """The code of the link, from the notice's nonce and the site's key: 192 bits that no table holds."""
    digest = salted_hmac(SALT, f"{reviewer.pk}:{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:CODE_BYTES]).decode()
