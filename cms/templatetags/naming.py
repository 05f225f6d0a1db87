"""The name of the public body in words that were written before anybody knew it."""

from django import template
from django.utils.html import conditional_escape

register = template.Library()
PLACE = "{body}"


@register.filter
def with_body_named(html, name):
    """What the tag `filter` rendered, with the name where {body} stands."""
    return html.replace(PLACE, conditional_escape(name))
