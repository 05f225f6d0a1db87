"""The demo's mail, readable on the machine it runs on and nowhere else."""

import ipaddress

from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consult.outbox import kept_message, kept_messages, part_of

# A mail brings its own inline styles and may contain anything: it gets no script, no form, no request.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}
READER_POLICY = {**settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], "frame-src": ["'self'"]}


def demo_only(view):
    """404 unless this is the demo and the reader sits at this machine."""

    def guarded(request, *args, **kwargs):
        if not (settings.CONSULT_DEMO and _is_loopback(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


def _is_loopback(request):
    if request.headers.get("X-Forwarded-For"):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@demo_only
def outbox(request):
    return render(request, "operations/outbox.html", {"letters": kept_messages()})


@csp(READER_POLICY)
@demo_only
def letter(request, name):
    message = _message_or_404(name)
    context = {
        "name": name,
        "letter": message,
        "plain": part_of(message, "plain"),
        "has_html": bool(part_of(message, "html")),
    }
    return render(request, "operations/letter.html", context)


@csp(MAIL_POLICY)
@demo_only
def letter_html(request, name):
    """The HTML part alone, in the sandbox its policy gives it."""
    return HttpResponse(part_of(_message_or_404(name), "html"))


def _message_or_404(name):
    message = kept_message(name)
    if message is None:
        raise Http404
    return message
