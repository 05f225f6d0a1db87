"""What a public name may contain."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Cc and Cf hide or reorder text (bidi overrides, zero-width), Cs and Co have no glyph anyone agrees on.
FORBIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def validate_display_name(name):
    """Refuse names that carry invisible characters or look like an address."""
    if any(unicodedata.category(character) in FORBIDDEN_CATEGORIES for character in name):
        raise ValidationError(_("Use letters, figures, spaces and simple signs only."), code="signs")
    if "@" in name or "://" in name:
        raise ValidationError(
            _("Choose a name that is not an e-mail or web address. Everyone can read it."),
            code="address",
        )
