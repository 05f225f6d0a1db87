"""A letter as an e-mail: two parts of equal worth, a number that a bounce names again, a way to stop
the list.
"""

from dataclasses import replace
from email.utils import format_datetime, parseaddr
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from consult.clock import now

NUMBER_SALT = "consult.mailing.number"
PROOF = 16  # hexadecimal digits of it that prove a number


def mail_for(letter, address, *, notice=None, stop_key=""):
    """The e-mail with a text part of equal worth; its links name the site, which pages need not.

    `stop_key` makes it one of a list: mail programs can stop it by a POST (RFC 8058), readers by a page.
    """
    site = settings.WAGTAILADMIN_BASE_URL
    headers = {"Date": format_datetime(now())}
    if notice is not None:
        headers["Message-ID"] = message_id(notice)
    stop_url = urljoin(site, reverse("stop_notices", args=[stop_key])) if stop_key else ""
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    context = {"letter": _at_site(letter, site), "site": site, "stop_url": stop_url}
    if notice is not None and notice.user_id:
        context["settings_url"] = urljoin(site, reverse("notices"))
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("email/notice.txt", context),
        to=[address],
        headers=headers,
    )
    mail.attach_alternative(render_to_string("email/notice.html", context), "text/html")
    return mail


def _at_site(letter, site):
    """The same letter with whole addresses."""

    def whole(links):
        return [(words, urljoin(site, url)) for words, url in links]

    sections = [replace(each, links=whole(each.links)) for each in letter.sections]
    url = urljoin(site, letter.url) if letter.url else ""
    return replace(letter, url=url, links=whole(letter.links), sections=sections)


def message_id(notice):
    """<notice.NUMBER.PROOF@HOST>: the proof keeps others from making up bounces."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<notice.{notice.pk}.{_proof(notice.pk)}@{host}>"


def notice_number(text):
    """The number of the notice whose Message-ID this is, or None when it is not one of ours."""
    name = text.strip().strip("<>").partition("@")[0].split(".")
    if len(name) != 3 or name[0] != "notice" or not name[1].isdecimal():
        return None
    return int(name[1]) if constant_time_compare(name[2], _proof(int(name[1]))) else None


def _proof(number):
    return salted_hmac(NUMBER_SALT, str(number), algorithm="sha256").hexdigest()[:PROOF]
