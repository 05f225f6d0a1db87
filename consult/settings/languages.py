"""Languages the interface speaks: English, and each that has a compiled catalogue."""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _


def spoken(folder):
    """[(code, name)] of the source language and of what lies in the folder of catalogues."""
    found = {path.parents[1].name for path in folder.glob("*/LC_MESSAGES/django.mo")}
    codes = sorted(code.replace("_", "-").lower() for code in found)
    names = [(code, _(LANG_INFO[code]["name"])) for code in codes if "name" in LANG_INFO.get(code, {})]
    return [("en", _("English")), *names]
