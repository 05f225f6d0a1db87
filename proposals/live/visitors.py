"""Who sits at a socket: the account or guest of the session cookie, and the language of the page."""

import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, QueryDict, parse_cookie

from consult.accounts.guests import Guest, admissions_of, attach_session, participations_of, rehearsals_of
from consult.limits import address_of
from consult.second_factor import is_owed

from .replay import positions

SESSION_KEY = re.compile(r"[0-9a-z]{8,40}", re.ASCII)


@dataclass(frozen=True)
class Visitor:
    """A person at a page; `rights` are the hub's own topics on which their rights are looked at again."""

    user: Any
    session_key: str
    language: str
    address: str
    rights: dict

    @property
    def identity(self):
        """Equal for those who may see exactly the same."""
        user = self.user
        kept = frozenset(rehearsals_of(user)), frozenset(admissions_of(user))
        return user.pk, frozenset(participations_of(user).items()), *kept

    def seat(self, limits):
        """(under what their sockets are counted, how many may be open): the session, else the address."""
        if self.session_key:
            return f"session:{self.session_key}", limits.sockets_a_session
        return f"address:{self.address}", limits.sockets_an_address


def passer_by(language, address):
    """Somebody without a session: nothing need be asked to know them."""
    return Visitor(Guest(), "", language, address, {})


def visitor_of(session_key, language, address):
    """Read the session once more: who it stands for now; a key we never gave out is none."""
    user, known_key = _read(session_key)
    before = positions(_topics_of(user))
    # Read again after the positions: a right taken away in between is either seen here or moves a topic.
    return Visitor(_read(session_key)[0] if before else user, known_key, language, address, before)


def _read(session_key):
    """(the person, the key of the session if there is one)"""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key or None)
    user = attach_session(auth.get_user(request), request.session)
    if is_owed(user, request.session):
        user = Guest()  # pages lead them to set up a second step first
    return user, request.session.session_key or ""


def _topics_of(user):
    if user.is_authenticated:
        return [f"user:{user.pk}"]
    return [f"participant:{number}" for number in participations_of(user).values()]


def session_key_of(scope):
    """The key in the cookie; empty for none and for what is no key."""
    header = dict(scope.get("headers", ())).get(b"cookie", b"").decode("latin-1")
    key = parse_cookie(header).get(settings.SESSION_COOKIE_NAME, "")
    return key if SESSION_KEY.fullmatch(key) else ""


def address_of_scope(scope):
    """Where the socket comes from, told by trusted proxies alone; empty when they do not say."""
    named = [value for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"]
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = (scope.get("client") or ("",))[0]
    if named:
        request.META["HTTP_X_FORWARDED_FOR"] = b",".join(named).decode("latin-1")
    try:
        return address_of(request)
    except (ImproperlyConfigured, PermissionDenied):
        return ""


def language_of(scope):
    """The language the page names in the address of its socket."""
    asked = QueryDict(scope.get("query_string", b"")[:200])
    named = asked.get("language", "")
    return named if named in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
