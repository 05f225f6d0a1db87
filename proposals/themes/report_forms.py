"""What is typed on the way from themes to a report, turned into clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import DayField, RefusableForm


class AcceptForm(RefusableForm):
    """Why a line of the closing list may stay open."""

    reason = forms.CharField(
        label=_("Why it may stay open"),
        help_text=_("Readers of the report see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )


class FreezeForm(RefusableForm):
    """Why there is a new edition; asked from the second one on."""

    corrections = forms.CharField(
        label=_("What changed since the edition before, and why"),
        help_text=_("Readers see it in the list of corrections."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )


class ReturnForm(RefusableForm):
    """Why findings go back to the analysts."""

    reason = forms.CharField(
        label=_("What has to change"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class FrameForm(RefusableForm):
    """The words scale, the limits, whom to ask, and two statements."""

    few_below = forms.IntegerField(
        label=_("“Few” is below, in per cent"), min_value=1, max_value=97, initial=10
    )
    some_below = forms.IntegerField(
        label=_("“Some” is below, in per cent"), min_value=2, max_value=98, initial=30
    )
    many_below = forms.IntegerField(
        label=_("“Many” is below, in per cent. From there it is “most”"),
        min_value=3,
        max_value=99,
        initial=50,
    )
    limits = forms.CharField(
        label=_("What these findings cannot say"),
        help_text=_("Who is missing, what was not asked, what could not be read."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
    )
    contact = forms.CharField(
        label=_("Whom readers can ask"), help_text=_("A team and how to reach it."), max_length=160
    )
    nobody_early = forms.BooleanField(
        label=_("Nobody outside the team sees the findings before the public does"), required=False
    )
    nothing_apart = forms.BooleanField(
        label=_("The texts in no theme were read, and hold no view that stands alone"), required=False
    )


class EarlyReaderForm(RefusableForm):
    """Somebody who sees the findings before the public does."""

    name = forms.CharField(label=_("Name"), max_length=120)
    office = forms.CharField(label=_("Office"), max_length=160)
    since = DayField(label=_("Since"))
    purpose = forms.CharField(label=_("What for"), max_length=240)


class MinorityViewForm(RefusableForm):
    """A view of few, with the passage that says it."""

    name = forms.CharField(label=_("The view, in a few words"), max_length=160)
    why = forms.CharField(label=_("Why readers should know it"), max_length=400)
    contribution = forms.IntegerField(label=_("Number of the text"), min_value=1)
    quote = forms.CharField(
        label=_("The passage, word for word"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600
    )


class SummaryForm(forms.Form):
    """A sentence for each theme; the field of a theme is named by its number."""

    def __init__(self, *args, themes=(), **kwargs):
        super().__init__(*args, **kwargs)
        for theme in themes:
            point = getattr(theme, "summary_point", None)
            self.fields[f"theme_{theme.pk}"] = forms.CharField(
                label=theme.name,
                initial=point.sentence if point else "",
                max_length=240,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def sentences(self):
        """{theme id: sentence}"""
        return {int(name.removeprefix("theme_")): words for name, words in self.cleaned_data.items()}


class DetailForm(RefusableForm):
    """What to do with personal details, and why."""

    redactions = forms.TypedMultipleChoiceField(label=_("Personal details"), coerce=int)
    act = forms.ChoiceField(
        label=_("Decision"),
        choices=[("remove", _("Remove from what the report shows")), ("keep", _("Let it stand"))],
        widget=forms.RadioSelect,
        initial="remove",
    )
    reason = forms.CharField(label=_("Why"), max_length=240, initial=_("Personal detail"))

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["redactions"].choices = [(row.pk, str(row.pk)) for row in rows]


class MarkForm(RefusableForm):
    """Words that software did not find."""

    contribution = forms.IntegerField(label=_("Number of the text"), min_value=1)
    words = forms.CharField(label=_("The words to remove, as they stand there"), max_length=240)
    reason = forms.CharField(label=_("Why"), max_length=240)
