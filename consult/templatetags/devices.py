"""A browser's own description of itself, in the words its owner would use."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: each is also named by those that come before it.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
]


@register.filter
def device(user_agent):
    """“Firefox on Windows”; what is known of it, or that nothing is."""
    browser, system = _named(BROWSERS, user_agent), _named(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that does not say which")


def _named(signs, user_agent):
    return next((name for sign, name in signs if sign in (user_agent or "")), "")
