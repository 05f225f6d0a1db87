"""A comment in a page: the same fragment that the socket sends."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from proposals.live.rendering import comment_html

register = template.Library()


@register.simple_tag
def comment_fragment(comment):
    """The neutral HTML of one comment, rendered once for each language and version."""
    return mark_safe(comment_html(comment, get_language()))
