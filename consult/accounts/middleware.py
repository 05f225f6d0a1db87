"""Turns the anonymous visitor of a request into a Guest who knows what the session proves."""

from django.utils.functional import SimpleLazyObject

from .guests import attach_session


class GuestMiddleware:
    """Stands behind AuthenticationMiddleware; lazy, so that untouched sessions stay untouched."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user, session = request.user, request.session
        request.user = SimpleLazyObject(lambda: attach_session(user, session))
        return self.get_response(request)
