"""What analysts type at the workbench, turned into clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.enums import Channel, ParticipantKind, Stance
from proposals.themes.actions.editing import LONGEST_REASON
from proposals.themes.actions.runs import MOST_THEMES
from proposals.themes.actions.splitting import MOST_PARTS
from proposals.themes.actions.themes import LONGEST_NAME
from proposals.themes.forms import RefusableForm


class RunForm(RefusableForm):
    """How many themes, how they are grouped, how finely texts are cut, and the seed."""

    n_themes = forms.IntegerField(
        label=_("Number of themes"),
        help_text=_("Leave it empty and the software suggests one."),
        min_value=2,
        max_value=MOST_THEMES,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("How to group"),
        choices=[("kmeans", _("themes of like size (k-means)")), ("tree", _("themes of any size (tree)"))],
        initial="kmeans",
        required=False,
    )
    passage_length = forms.ChoiceField(
        label=_("How finely long texts are cut"),
        help_text=_("Shorter passages find more of what a text says, and are more to read."),
        choices=[
            (400, _("up to 400 characters")),
            (200, _("up to 200 characters")),
            (100, _("up to 100 characters")),
        ],
        initial=400,
        required=False,
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        help_text=_("The same texts with the same seed give the same themes."),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        required=False,
    )


class NumbersField(forms.CharField):
    """Numbers of texts with commas or spaces between them."""

    default_error_messages = {
        "invalid": _("Write numbers of texts with commas between them, like 388, 1207.")
    }

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value):
        typed = super().clean(value).replace(",", " ").split()
        if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in typed):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return [int(each) for each in typed]


class NewThemeForm(RefusableForm):
    """Name and definition of a theme that the software did not suggest."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    definition = forms.CharField(required=False)


class ThemeForm(RefusableForm):
    """Name and meaning of a theme, and the version the person saw."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    definition = forms.CharField(
        label=_("Definition"),
        help_text=_("What somebody says whose text belongs in it, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    includes = forms.CharField(label=_("Takes in"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    excludes = forms.CharField(
        label=_("Leaves out"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    examples = NumbersField(
        label=_("Examples"), help_text=_("Numbers of texts that show what belongs in it."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SeenForm(RefusableForm):
    """What an edit knew when its page was made: the number of the last edit."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MoveForm(SeenForm):
    """The theme a passage goes to."""

    theme = forms.IntegerField()


class ReasonForm(SeenForm):
    """Why something is done; the versions of the themes it is done to."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The report’s method log shows it."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why. The report’s method log shows it.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MergeForm(ReasonForm):
    """What two themes are called once they are one, and why; which one is a choice of the page's own."""

    field_order = ["name", "reason"]

    into_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name after the merge"), max_length=LONGEST_NAME)


class NestForm(SeenForm):
    """Under which theme; empty for the top."""

    parent = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, required=False)


class SplitForm(ReasonForm):
    """Into how many parts along the tree; the names of those that become themes are read part by part."""

    parts = forms.IntegerField(min_value=2, max_value=MOST_PARTS, widget=forms.HiddenInput)
    nested = forms.BooleanField(label=_("Keep the theme and put the parts under it"), required=False)


class CutForm(SeenForm):
    """Into how many groups the tree is cut."""

    n = forms.IntegerField(label=_("Number of groups"), min_value=2)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, required=False)


class PassagesForm(SeenForm):
    """What is done to passages: moved, put into a second theme, made a theme of their own, taken out."""

    MOVE, SECOND, SPLIT, OUT = "move", "second", "split", "out"

    act = forms.ChoiceField(
        label=_("What to do"),
        choices=[
            (MOVE, _("Move them to another theme")),
            (SECOND, _("Put them into another theme as well")),
            (SPLIT, _("Make a new theme of them")),
            (OUT, _("Take them out of their theme")),
        ],
        widget=forms.RadioSelect,
        initial=MOVE,
    )
    theme = forms.TypedChoiceField(label=_("Which theme"), coerce=int, required=False, empty_value=None)
    name = forms.CharField(label=_("Name of the new theme"), max_length=LONGEST_NAME, required=False)
    nested = forms.BooleanField(label=_("Put the new theme under the old one"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The report’s method log shows it."),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *args, themes, **options):
        super().__init__(*args, **options)
        self.fields["theme"].choices = [("", _("Choose a theme")), *((t.pk, t.name) for t in themes)]

    def clean(self):
        cleaned = super().clean()
        act = cleaned.get("act")
        if act in (self.MOVE, self.SECOND) and not cleaned.get("theme") and "theme" not in self.errors:
            self.add_error("theme", _("Choose a theme."))
        if act == self.SPLIT and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the theme a name."))
        if act == self.SPLIT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why. The report’s method log shows it."))
        return cleaned


class FilterForm(forms.Form):
    """What narrows a list of passages."""

    q = forms.CharField(label=_("Words, or the number of a text"), max_length=200, required=False)
    placed = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=[
            ("", _("anywhere")),
            ("sure", _("in a theme")),
            ("unsure", _("between two themes")),
            ("none", _("its text is in no theme")),
            ("second", _("in a second theme")),
            ("person", _("placed by a person")),
            ("software", _("placed by software")),
            ("learnt", _("placed by software that learnt from coded texts")),
            ("uncoded", _("not coded by people")),
            ("copy", _("a campaign copy")),
            ("hidden", _("a hidden quote")),
        ],
    )
    stance = forms.ChoiceField(
        label=_("Stance"), required=False, choices=[("", _("any")), *Stance.choices, ("none", _("none said"))]
    )
    question = forms.ChoiceField(label=_("Question"), required=False)
    channel = forms.ChoiceField(label=_("Way in"), required=False, choices=[("", _("any")), *Channel.choices])
    respondent = forms.ChoiceField(label=_("Who wrote"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    confidence = forms.ChoiceField(
        label=_("Confidence"),
        required=False,
        choices=[("", _("any")), ("low", _("low")), ("middle", _("middle")), ("high", _("high"))],
    )

    def __init__(self, *args, questions, respondents, languages, **options):
        super().__init__(*args, **options)
        anything = ("", _("any"))
        self.fields["question"].choices = [anything, *questions]
        kinds = [(each, each) for each in respondents]
        self.fields["respondent"].choices = [anything, *ParticipantKind.choices, *kinds]
        self.fields["language"].choices = [anything, *((code, code) for code in languages)]


def renewed(form, themes=None, **known):
    """The form as it was typed, knowing the present state: what is sent again is sent on purpose."""
    typed = form.data.copy()
    for name, value in known.items():
        typed[name] = str(value)
    options = {} if themes is None else {"themes": themes}
    return type(form)(typed, auto_id=form.auto_id, **options)
