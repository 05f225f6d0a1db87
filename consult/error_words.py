"""What to do about an error, in place of what Django says is wrong with it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Only Django's own sentences are replaced: a form that gives a code a message of its own keeps it.
REPLACED = {
    "required": ("This field is required.", gettext_lazy("Fill this in: %(label)s")),
    "invalid": (
        "Enter a valid email address.",
        gettext_lazy("Enter an e-mail address with an @, like name@example.org"),
    ),
    "password_too_common": (
        "This password is too common.",
        gettext_lazy("Choose a password that fewer people use"),
    ),
}


def in_words(error, label):
    """The sentence for one ValidationError of the field with this label."""
    if error.code in ("min_length", "password_too_short"):
        return _too_short(error.params.get("limit_value") or error.params["min_length"], label)
    if error.code == "max_length":
        return _too_long(error.params["show_value"] - error.params["limit_value"], label)
    usual, better = REPLACED.get(error.code, ("", ""))
    if usual and str(error.message) == _(usual):
        return better % {"label": label}
    return str(next(iter(error)))


def _too_short(least, label):
    words = ngettext(
        "Use %(n)s character or more: %(label)s", "Use %(n)s characters or more: %(label)s", least
    )
    return words % {"n": least, "label": label}


def _too_long(over, label):
    words = ngettext(
        "Shorten it by %(n)s character: %(label)s", "Shorten it by %(n)s characters: %(label)s", over
    )
    return words % {"n": over, "label": label}
