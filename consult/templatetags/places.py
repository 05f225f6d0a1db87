"""Where links of the frame lead in the reader's language, and whether the reader is there."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

register = template.Library()


def _prefix():
    """The language in front of addresses: none for the site's first one."""
    language = get_language() or settings.LANGUAGE_CODE
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


@register.simple_tag
def at(path):
    """The address of a path in the language of the page."""
    return f"{_prefix()}{path}"


@register.simple_tag(takes_context=True)
def here(context, name, *paths):
    """Whether the page says so (nav_current), or its address starts with one of the paths."""
    current = context.get("nav_current")
    if current:
        return current == name
    request = context.get("request")
    return bool(request) and request.path.removeprefix(_prefix()).startswith(paths)
