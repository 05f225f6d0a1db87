"""Pages whose address is a secret: neither kept, nor found, nor told to the next page.

Of the address only the site's name is told: without even that, browsers send a form as from nowhere, and it
would be refused as forged.
"""

from functools import wraps


def kept_secret(view):
    @wraps(view)
    def secret(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return secret
