"""One's own account in one place: how one is called, what leads on from here, and the way out."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from consult.accounts.names import validate_display_name
from consult.actions.accounts import change_account, erase_account
from consult.errors import Refused
from consult.limits import allow

TRIES = (10, 600)


class ProfileForm(forms.Form):
    """Public name and language."""

    display_name = forms.CharField(
        label=gettext_lazy("Public name"),
        min_length=2,
        max_length=60,
        validators=[validate_display_name],
        help_text=gettext_lazy("Shown with what you write, also with what you wrote before."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("In which we write to you. Pages follow their address."),
    )


class LeavingForm(forms.Form):
    """What becomes of the texts, and the proof that it is the owner who asks."""

    words = forms.ChoiceField(
        label=gettext_lazy("What you wrote"),
        choices=[
            ("keep", gettext_lazy("Keep my texts, without my name")),
            ("erase", gettext_lazy("Empty my texts, too")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what becomes of your texts.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone"),
        error_messages={"required": gettext_lazy("Tick the box, if you are sure.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("That is not your password."))
        return self.cleaned_data["password"]


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request):
    """`/me/`: name and language to change, links to the rest."""
    user = request.user
    form = ProfileForm(
        request.POST or None, initial={"display_name": user.display_name, "language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        change_account(by=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("profile")
    memberships = user.memberships.current().select_related("consultation")
    context = {"form": form, "memberships": memberships, "nav_current": "account"}
    return render(request, "consult/profile.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def leave(request):
    """`/me/leave/`: says what goes and what stays, then erases the account."""
    form = LeavingForm(request.POST or None, user=request.user)
    if request.method == "POST":
        allow(f"leave:{request.user.pk}", *TRIES)
        if form.is_valid() and _erased(request, form):
            return redirect(
                "/" if request.LANGUAGE_CODE == settings.LANGUAGE_CODE else f"/{request.LANGUAGE_CODE}/"
            )
    context = {"form": form, "nav_current": "account"}
    return render(request, "consult/leave.html", context, status=422 if form.is_bound else 200)


def _erased(request, form):
    try:
        erase_account(by=request.user, keep_words=form.cleaned_data["words"] == "keep")
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    logout(request)
    messages.success(request, _("Your account is gone. Thank you for taking part."))
    return True
