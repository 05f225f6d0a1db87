"""What an owner lets software do."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from consult.enums import Role
from consult.models import Membership

from .enums import Ground
from .forms import RefusableForm
from .models import ScreeningPolicy


class ScreeningForm(RefusableForm):
    """A rule for each ground on which software may hold a text; asking; who is on duty."""

    asks_before_posting = forms.BooleanField(
        label=_("Ask people before they post what may break a rule"),
        help_text=_("They may post it all the same. Nothing is kept of what they do not post."),
        required=False,
    )
    duty_moderator = forms.ModelChoiceField(
        label=_("Moderator on duty"),
        help_text=_(
            "Gets an e-mail at once when a threat, a child at risk or private details are reported or seen."
        ),
        queryset=None,
        required=False,
        empty_label=_("All moderators"),
    )
    escalation_contact = forms.CharField(
        label=_("Whom to call when somebody is in danger"),
        help_text=_("Stands in that e-mail. For example the police, and who answers for children's safety."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args, consultation, **kwargs):
        policy = ScreeningPolicy.objects.filter(consultation=consultation).first()
        holds = dict(consultation.hold_grounds.values_list("ground", "rule"))
        initial = {f"hold_{ground}": rule for ground, rule in holds.items()}
        for name in ("asks_before_posting", "duty_moderator", "escalation_contact"):
            initial[name] = getattr(policy, name, None)
        super().__init__(*args, initial=initial, **kwargs)
        for ground in Ground.holdable():
            self.fields[f"hold_{ground}"] = _hold_field(consultation, ground)
        moderators = Membership.objects.current().filter(consultation=consultation, role=Role.MODERATOR)
        field = self.fields["duty_moderator"]
        field.queryset = _users(moderators)
        field.label_from_instance = lambda user: user.display_name

    def only_read(self):
        """For those who may see what is set and not set it."""
        for field in self.fields.values():
            field.disabled = True

    @property
    def holds(self):
        """The bound fields of the grounds."""
        return [self[f"hold_{ground}"] for ground in Ground.holdable()]

    def typed(self):
        """What the action takes."""
        cleaned = self.cleaned_data
        words = {name: cleaned[name] for name in ("asks_before_posting", "duty_moderator")}
        holds = {
            ground: cleaned[f"hold_{ground}"] for ground in Ground.holdable() if cleaned[f"hold_{ground}"]
        }
        return words | {"escalation_contact": cleaned["escalation_contact"], "holds": holds}


def _hold_field(consultation, ground):
    return forms.ModelChoiceField(
        label=ground.label,
        queryset=consultation.house_rules.in_use(),
        required=False,
        empty_label=_("Do not hold"),
        error_messages={"invalid_choice": _("Choose one of the rules of this consultation.")},
    )


def _users(memberships):
    return get_user_model().objects.filter(pk__in=memberships.values("user")).order_by("display_name")
