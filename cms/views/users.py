"""People in the editors' pages: accounts by e-mail address and public name."""

from django import forms
from django.contrib.auth import get_user_model
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

User = get_user_model()
FIELDS = ["email", "display_name", "job_title", "language", "is_superuser", "groups"]
WIDGETS = {"groups": forms.CheckboxSelectMultiple}


class AccountCreationForm(UserCreationForm):
    """Our accounts have one public name, not a first and a last one."""

    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = FIELDS
        widgets = WIDGETS


class AccountEditForm(UserEditForm):
    """The same for an account that is there."""

    first_name = None
    last_name = None

    class Meta:
        model = User
        fields = [*FIELDS, "is_active"]
        widgets = WIDGETS


class PublicNameForm(forms.ModelForm):
    """What people change about themselves on Wagtail's account page."""

    class Meta:
        model = User
        fields = ["display_name", "job_title"]


class UserViewSet(users.UserViewSet):
    """Wagtail's pages about people, with our forms and fields."""

    create_template_name = "cms/users/create.html"
    edit_template_name = "cms/users/edit.html"

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
