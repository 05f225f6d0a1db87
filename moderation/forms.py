"""What reporters, moderators and appellants type; the actions decide whether it is taken."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from proposals.enums import Kind
from proposals.models import Contribution

from .actions.appeals import LONGEST as LONGEST_APPEAL
from .actions.decisions import LONGEST as LONGEST_FACTS
from .actions.effects import available
from .actions.flags import LONGEST as LONGEST_REPORT
from .deadlines import PAUSES
from .enums import Effect, Outcome, Reason, Source


class RefusableForm(forms.Form):
    """A form that shows beside its fields what an action found wrong."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)

    def add_refusal(self, invalid):
        for name, problems in invalid.fields.items():
            for problem in problems:
                self.add_error(name if name in self.fields else None, problem)


class FlagForm(RefusableForm):
    """Why a text should be looked at."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with the text."),
            "invalid_choice": _("Choose what is wrong with the text."),
        },
    )
    rule = forms.ModelChoiceField(
        label=_("Which house rule does it break?"),
        queryset=None,
        required=False,
        empty_label=_("I am not sure"),
        error_messages={"invalid_choice": _("Choose one of the rules of this consultation.")},
    )
    text = forms.CharField(
        label=_("What should the moderator know?"),
        help_text=_("Only moderators read this. Do not repeat private details."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REPORT,
        required=False,
    )

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = consultation.house_rules.in_use()


class DecisionForm(RefusableForm):
    """The parts of a statement of reasons; nothing is chosen beforehand but how the text was found."""

    effect = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a decision."),
            "invalid_choice": _("Choose a decision that this case can have."),
        },
    )
    rule = forms.ModelChoiceField(
        label=_("Rule"),
        queryset=None,
        required=False,
        empty_label=_("Choose a rule"),
        error_messages={"invalid_choice": _("Choose one of the rules of this consultation.")},
    )
    law = forms.CharField(label=_("The law it breaks"), max_length=200, required=False)
    facts = forms.CharField(
        label=_("Facts: what in the text breaks the rule"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_FACTS,
        required=False,
    )
    template = forms.ModelChoiceField(
        label=_("Template for the facts"),
        help_text=_("Fill its gaps with what stands in this text."),
        queryset=None,
        required=False,
        empty_label=_("None"),
    )
    days = forms.TypedChoiceField(
        label=_("Length of the pause"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    passages = forms.CharField(
        label=_("Words to replace by a gap"),
        help_text=_("Used for “Redact part”. Copy them from the text, one part a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
    )
    destination = forms.RegexField(
        r"^(?:.*/proposals/)?(\d{1,18})/?(?:[?#].*)?$",
        label=_("Proposal to move it to"),
        help_text=_("Used for “Transfer”. The address of the proposal, or its number."),
        max_length=300,
        required=False,
        error_messages={"invalid": _("Choose another proposal of the same consultation.")},
    )
    found_by = forms.ChoiceField(label=_("Found by"), choices=Source.choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, case, **kwargs):
        kwargs["initial"] = {"version": case.version, "found_by": case.source} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._offer(available(case), case.consultation)

    def _offer(self, effects, consultation):
        self.fields["effect"].choices = [(effect.value, effect.label) for effect in effects]
        self.fields["rule"].queryset = consultation.house_rules.in_use()
        self.fields["template"].queryset = consultation.reason_templates.in_use()
        self.fields["days"].choices = [(days, days_words(days)) for days in PAUSES]

    def typed(self):
        """What the action takes."""
        words = {
            name: self.cleaned_data[name] for name in ("effect", "rule", "law", "facts", "days", "found_by")
        }
        words["destination"] = self.cleaned_data.get("destination")
        return words | {"passages": self.cleaned_data["passages"].splitlines()}

    def clean_destination(self):
        """The proposal that was meant, or None; the action says whether it may be this one."""
        found = self.fields["destination"].regex.match(self.cleaned_data["destination"])
        return Contribution.objects.filter(kind=Kind.PROPOSAL, pk=found[1]).first() if found else None

    @property
    def main_options(self):
        """[(effect, key, chosen)] of those with a key."""
        return self._options(Effect.main())

    @property
    def more_options(self):
        return self._options([effect for effect in Effect if effect not in Effect.main()])

    def _options(self, effects):
        offered = {value for value, _label in self.fields["effect"].choices}
        chosen = self["effect"].value()
        keys = {effect: str(n) for n, effect in enumerate(Effect.main(), start=1)}
        return [(e, keys.get(e, ""), e == chosen) for e in effects if e.value in offered]

    @property
    def offers_transfer(self):
        return Effect.TRANSFER in {value for value, _label in self.fields["effect"].choices}

    @property
    def more_is_open(self):
        """Something beyond the four was chosen or typed."""
        return any(chosen for _e, _key, chosen in self.more_options) or bool(
            self["law"].value() or self["passages"].value() or self["destination"].value()
        )


def days_words(days):
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


class AppealForm(RefusableForm):
    """Why a decision is wrong."""

    text = forms.CharField(
        label=_("Why is the decision wrong?"),
        help_text=_("Somebody who did not make the decision reads this."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_APPEAL,
        error_messages={"required": _("Say why the decision is wrong.")},
    )


class AppealDecisionForm(RefusableForm):
    """What becomes of an appeal, and why."""

    outcome = forms.ChoiceField(
        label=_("Appeal"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether the decision stays."),
            "invalid_choice": _("Choose whether the decision stays."),
        },
    )
    reasons = forms.CharField(
        label=_("Why"),
        help_text=_("The author reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_APPEAL,
        error_messages={"required": _("Say why. The author reads this.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
