"""Handing an address on, without anybody in between."""

from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from consult.qr import drawn

register = template.Library()


@register.simple_tag
def qr(address, title):
    """The address as a QR code; its title is read instead of the drawing."""
    markup = drawn(address, title)
    return format_html('<span role="img" aria-label="{}">{}</span>', title, mark_safe(markup))


@register.simple_tag
def mail_with(subject, address):
    """A mailto address whose letter holds this address; whom it goes to is for the sender to say."""
    return f"mailto:?subject={quote(str(subject))}&body={quote(address, safe='')}"
