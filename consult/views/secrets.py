"""Pages whose address is a secret: neither kept, nor found, nor told to the next page."""

from functools import wraps


def kept_secret(view):
    @wraps(view)
    def secret(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return secret
