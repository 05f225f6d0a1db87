"""What an owner types to invite somebody from outside, and what that person decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.reviewers import LONGEST_NAME
from .forms import AppealDecisionForm, RefusableForm


class InviteReviewerForm(RefusableForm):
    """Who decides in the team's stead."""

    name = forms.CharField(
        label=_("Name or office"),
        help_text=_("For example the ombudsperson, or a moderator of another town."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the name under which the person decides.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"required": _("Enter an e-mail address with an @, like name@example.org.")},
    )


class ReviewForm(AppealDecisionForm):
    """What becomes of an appeal, and why; the link leads to one case, so there is no version to compare."""

    version = None
