"""What analysts and policymakers type, turned into clean values."""

from django import forms
from django.utils.dateparse import parse_date
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from consult.clock import today

from .actions.answering.commitments import LONGEST_NOTE, LONGEST_STEP
from .enums import OfficialDecision, VerdictWord


class RefusableForm(forms.Form):
    """A form that shows what an action found wrong beside the fields it is about."""

    def add_refusal(self, invalid):
        for name, problems in invalid.fields.items():
            for problem in problems:
                self.add_error(name if name in self.fields else None, problem)


class DayField(forms.DateField):
    """A day picked in the browser's own control, or typed where there is none: 3 May 2027, or 2027-05-03."""

    default_error_messages = {
        "invalid": _("Write the date like 3 May 2027."),
        "future": _("This day has not come yet."),
    }

    def __init__(self, *, past=False, **options):
        self.past = past
        formats = ["%d %B %Y", "%d %b %Y", *get_format("DATE_INPUT_FORMATS")]
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=formats, widget=widget, **options)

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip()
            try:
                return parse_date(value) or super().to_python(value)
            except ValueError:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)

    def validate(self, value):
        super().validate(value)
        if self.past and value and value > today():
            raise forms.ValidationError(self.error_messages["future"], code="future")


class ResponseForm(RefusableForm):
    """The answer to a theme and, if there is one, a promise with its date."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=OfficialDecision.choices, widget=forms.RadioSelect
    )
    asked = forms.CharField(
        label=_("We asked"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )
    said = forms.CharField(
        label=_("You said"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000
    )
    action = forms.CharField(
        label=_("What we will do"),
        help_text=_("Two sentences at most. Say the thing itself, not the intention."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    reason = forms.CharField(
        label=_("Why, and what we did not take up"),
        help_text=_("Answer the strongest point against. People who wrote it will read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommitmentForm(RefusableForm):
    """What is promised, by when, by whom; empty as a whole means no promise."""

    what = forms.CharField(label=_("What"), max_length=LONGEST_STEP, required=False)
    due_on = DayField(label=_("By when"), required=False)
    team = forms.CharField(label=_("Team"), max_length=120, required=False)
    owner = forms.CharField(label=_("Who in it"), max_length=120, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when."))
        if cleaned.get("due_on") and not cleaned.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what you promise."))
        return cleaned


class NewCommitmentForm(CommitmentForm):
    """A promise in an answer that is public already: nothing of it may be left out but who does it."""

    what = forms.CharField(
        label=_("What"), max_length=LONGEST_STEP, error_messages={"required": _("Say what you promise.")}
    )
    due_on = DayField(label=_("By when"), error_messages={"required": _("Say by when.")})


class KeptForm(RefusableForm):
    """The day a promise was kept."""

    kept_on = DayField(
        label=_("When it was done"), past=True, error_messages={"required": _("Say when it was done.")}
    )


class StepForm(RefusableForm):
    """What happened on the way to a promise, and when."""

    reached_on = DayField(
        label=_("When it happened"), past=True, error_messages={"required": _("Say when it happened.")}
    )
    what = forms.CharField(
        label=_("What happened"),
        max_length=LONGEST_STEP,
        error_messages={"required": _("Say what happened.")},
    )
    note = forms.CharField(
        label=_("More about it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )


class SendBackForm(RefusableForm):
    """What is to be changed in an answer before it can be checked."""

    note = forms.CharField(
        label=_("What is to be changed"),
        help_text=_("The team alone reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": _("Say what is to be changed.")},
    )


class DutyForm(RefusableForm):
    """Who of the team owes an answer."""

    owner = forms.ChoiceField(label=_("Who owes this answer"), required=False)

    def __init__(self, *args, team, **options):
        super().__init__(*args, **options)
        self.team = {user.pk: user for user in team}
        people = [(pk, user.display_name or user.email) for pk, user in self.team.items()]
        self.fields["owner"].choices = [("", _("Nobody yet")), *people]

    def clean_owner(self):
        chosen = self.cleaned_data["owner"]
        return self.team[int(chosen)] if chosen else None


class AddressesForm(RefusableForm):
    """Addresses from which letters came back."""

    addresses = forms.CharField(
        label=_("Addresses that do not work"),
        help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Type at least one address.")},
    )


class CorrectionForm(RefusableForm):
    """The theme somebody meant, or none of these with words of their own."""

    theme = forms.ChoiceField(
        label=_("What I meant"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the theme you meant, or “none of these”.")},
    )
    words = forms.CharField(
        label=_("In my own words"), widget=forms.Textarea(attrs={"rows": 4}), max_length=1000, required=False
    )

    def __init__(self, *args, themes, **options):
        super().__init__(*args, **options)
        self.themes = {str(theme.pk): theme for theme in themes}
        named = [(pk, theme.name) for pk, theme in self.themes.items()]
        self.fields["theme"].choices = [*named, ("none", _("None of these"))]

    def clean_theme(self):
        return self.themes.get(self.cleaned_data["theme"])


class VerdictForm(RefusableForm):
    """Yes, partly or no, and why."""

    word = forms.ChoiceField(
        label=_("Did this answer you?"),
        choices=VerdictWord.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes, partly or no.")},
    )
    why = forms.CharField(
        label=_("What is missing, or what helped"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
    )


class DecideForm(RefusableForm):
    """What an analyst makes of equal corrections: where those go that named no theme, or why they stay."""

    theme = forms.ChoiceField(label=_("Move them to"), required=False)
    reason = forms.CharField(
        label=_("Why they stay"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )

    def __init__(self, *args, themes, **options):
        super().__init__(*args, **options)
        self.themes = {str(theme.pk): theme for theme in themes}
        named = [(pk, theme.name) for pk, theme in self.themes.items()]
        self.fields["theme"].choices = [("", _("None of these themes")), *named]

    def clean_theme(self):
        return self.themes.get(self.cleaned_data["theme"])
