"""The one-step sign-up: address, public name, password."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .names import validate_display_name


class SignupForm(forms.Form):
    """Fields that allauth adds to its own; `signup` is its hook."""

    display_name = forms.CharField(
        label=_("Public name"),
        min_length=2,
        max_length=60,
        validators=[validate_display_name],
        help_text=_("Shown with what you write. It does not have to be your real name."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    field_order = ["email", "display_name", "password1"]

    def signup(self, request, user):
        user.display_name = self.cleaned_data["display_name"]
        user.language = (get_language() or "en").split("-")[0]
        user.save(update_fields=["display_name", "language"])
