"""What coders choose and type, turned into clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.enums import Stance

from .actions.coding.judgements import LONGEST_NOTE, LONGEST_SUGGESTION
from .forms import RefusableForm


class SampleForm(RefusableForm):
    """How exact the shares shall be, who codes, and the seed of the draw."""

    half_width = forms.TypedChoiceField(
        label=_("How exact"),
        help_text=_("How far a share may lie from the true one, in points, nineteen times in twenty."),
        coerce=int,
        widget=forms.RadioSelect,
    )
    first = forms.TypedChoiceField(label=_("First coder"), coerce=int)
    second = forms.TypedChoiceField(
        label=_("Second coder"),
        help_text=_("Without a second one the report says that it is single-coded, and gives no interval."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same seed draws the same submissions, so anybody can check the draw."),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
    )

    def __init__(self, *args, sizes, coders, **kwargs):
        """sizes: [(half-width, words)]; coders: [(id, name)]."""
        super().__init__(*args, **kwargs)
        self.fields["half_width"].choices = sizes
        self.fields["first"].choices = coders
        self.fields["second"].choices = [("", _("Nobody")), *coders]


class JudgementForm(RefusableForm):
    """The themes of a text, or that none fits; `seen` are the versions of the definitions that were read."""

    themes = forms.TypedMultipleChoiceField(label=_("Themes"), coerce=int, required=False)
    none = forms.BooleanField(label=_("None of these"), required=False)
    stance = forms.ChoiceField(
        label=_("Where the text stands"),
        choices=[("", _("It does not say")), *Stance.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    suggestion = forms.CharField(
        label=_("A new theme?"),
        help_text=_("What the text speaks of and no theme here holds."),
        max_length=LONGEST_SUGGESTION,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [(theme.pk, theme.name) for theme in themes]
        self.chosen = self._chosen()

    def _chosen(self):
        """Ids of the themes that are ticked, as the page draws them."""
        raw = self["themes"].value() or []
        return {int(each) for each in raw if str(each).isdigit()}

    def clean_seen(self):
        """{theme id: version}; what is not so is as good as nothing seen."""
        seen = self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            return {}
        return {int(key): value for key, value in seen.items() if key.isdigit() and type(value) is int}


class SettlementForm(JudgementForm):
    """What holds where two coders differ, and why."""

    stance = suggestion = note = None
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )
