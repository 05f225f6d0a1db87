"""The API: one door, to which each app brings its router by name; every refusal is problem+json."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import APIKeyCookie

from .errors import Busy, Invalid, Refusal, Refused, problem_for
from .middleware import means_lost_database


class SessionOrGuest(APIKeyCookie):
    """Who the session says; guests too. Writing needs the CSRF token, as a form does."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request, key):
        return request.user


def build_api():
    api = NinjaAPI(
        title="Consult",
        version="1",
        urls_namespace="api",
        docs_url=None,  # its page would load scripts from another site
        auth=SessionOrGuest(),
    )
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, answer)
    api.add_decorator(knows_its_parameters, mode="view")
    api.add_decorator(speaks_as_asked, mode="view")
    for name in settings.CONSULT_API_ROUTERS:
        api.add_router("", import_string(name))
    return api


def knows_its_parameters(run):
    """Answer 400 to parameters that an operation does not have: what is ignored invites guessing."""
    operation = run.__self__
    allowed = sorted(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )

    @wraps(run)
    def checked(request, **path):
        unknown = sorted(set(request.GET) - set(allowed))
        return problem_for(_unknown(unknown, allowed)) if unknown else run(request, **path)

    return checked


def speaks_as_asked(run):
    """Answer in the language asked for by Accept-Language: addresses here have none in them."""

    @wraps(run)
    def answered(request, **path):
        language = get_language_from_request(request)
        with override(language):
            answer = run(request, **path)
        answer.headers["Content-Language"] = language
        return answer

    return answered


def _unknown(unknown, allowed):
    known = ", ".join(allowed) or "-"
    refusal = Invalid(
        {name[:60]: [_("Unknown. Known are: %(known)s.") % {"known": known}] for name in unknown}
    )
    refusal.status = 400
    return refusal


def _refusal(request, refusal):
    return problem_for(refusal)


def _not_found(request, error):
    return problem_for(
        Refused("not_found", _("There is nothing here, or it is not for you to see."), status=404)
    )


def _http_error(request, error):
    return problem_for(Refused("http", str(error), status=error.status_code))


def _invalid(request, error):
    fields: dict[str, list[str]] = {}
    for each in error.errors:
        name = ".".join(str(step) for step in each["loc"][1:])
        fields.setdefault(name, []).append(each["msg"])
    refusal = Invalid(fields)
    if all(each["loc"][0] in ("query", "header") for each in error.errors):
        refusal.status = 400
    return problem_for(refusal)


def _unforeseen(request, error):
    if means_lost_database(error):
        return problem_for(Busy())
    raise error


ANSWERS = {
    Refusal: _refusal,
    Http404: _not_found,
    HttpError: _http_error,
    ValidationError: _invalid,
    Exception: _unforeseen,
}

api = build_api()
