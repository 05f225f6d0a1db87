"""What people type, turned into clean values; the actions decide whether it is taken."""

import uuid

from django import forms
from django.conf import settings
from django.utils import text
from django.utils.translation import gettext_lazy as _

from consult.enums import QuestionKind
from consult.errors import Invalid

from .actions.texts import LONGEST, LONGEST_TITLE, NOT_TAKEN, SHORTEST_TITLE
from .enums import Choice, Consent, Kind, Stance


class SendingForm(forms.Form):
    """A form that is sent once: a repeated post carries the same client id."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    asked = forms.BooleanField(widget=forms.HiddenInput, required=False)
    concerns = ()  # (field, what a floor above wants to ask about its text before this is posted)

    def __init__(self, *args, consultation=None, **kwargs):
        kwargs.setdefault("initial", {}).setdefault("client_id", uuid.uuid4())
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        if consultation is not None and "language" in self.fields:
            self._offer_languages_of(consultation)

    def _offer_languages_of(self, consultation):
        """Those in which people may write there; a single one is not asked for."""
        field = self.fields["language"]
        offered = [each for each in field.choices if each[0] in consultation.languages] or field.choices
        field.choices = offered
        codes = [code for code, _name in offered]
        self.language = self.initial.get("language") if self.initial.get("language") in codes else codes[0]
        self.initial["language"] = self.language
        if len(codes) == 1:
            field.widget = forms.HiddenInput()

    def clean(self):
        """Nothing chosen is the language of the page, where people may write in it."""
        cleaned = super().clean()
        if "language" in self.fields and not cleaned.get("language"):
            cleaned["language"] = getattr(self, "language", "")
        return cleaned

    def add_refusal(self, invalid):
        """Put what the action found wrong beside the fields it is about."""
        for name, problems in invalid.fields.items():
            for problem in problems:
                self.add_error(name if name in self.fields else None, problem)


def language_field():
    return forms.ChoiceField(
        label=_("Language you write in"),
        choices=settings.CONSULT_CONTRIBUTION_LANGUAGES,
        required=False,
        error_messages={"invalid_choice": NOT_TAKEN},
    )


class ProposalForm(SendingForm):
    """A title and what should change."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("Say what should change, in one line."),
        min_length=SHORTEST_TITLE,
        max_length=LONGEST_TITLE,
        error_messages={
            "required": _("Give your proposal a title."),
            "min_length": _("Give your proposal a title of 5 characters or more."),
            "max_length": _("Keep the title to 120 characters or fewer."),
        },
    )
    body = forms.CharField(
        label=_("Your proposal"),
        help_text=_("What should change, where, and why? Short paragraphs are easiest to read."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST[Kind.PROPOSAL],
        error_messages={"required": _("Write what should change.")},
    )
    language = language_field()


class CommentForm(SendingForm):
    """A stance and a text; replies have no stance of their own."""

    stance = forms.ChoiceField(
        label=_("Your comment is"),
        choices=[*Stance.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    body = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST[Kind.COMMENT],
        error_messages={"required": _("Write your comment first.")},
    )
    language = language_field()


class EditForm(SendingForm):
    """A new version of one's own text."""

    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}))
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == Kind.PROPOSAL:
            self.fields["title"] = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
            self.order_fields(["client_id", "title", "body", "based_on"])


class VoteForm(forms.Form):
    """One of the four words."""

    choice = forms.ChoiceField(
        choices=[*((c.word, c.label) for c in Choice), ("retract", _("Retract"))],
        error_messages={
            "required": _("Choose agree, disagree or pass."),
            "invalid_choice": _("Choose agree, disagree or pass."),
        },
    )
    client_id = forms.UUIDField(required=False)


class ReceiptForm(forms.Form):
    """The code a person holds in their hand."""

    code = forms.CharField(
        label=_("Receipt number"),
        help_text=_("16 letters and figures, like 7K2M-94QD-0ABC-XYZ8"),
        max_length=40,
        error_messages={"required": _("Type the receipt number.")},
    )


class LeafletForm(forms.Form):
    """The code of a leaflet."""

    code = forms.CharField(
        label=_("Code from your leaflet"),
        help_text=_("12 letters and figures, like 7K2M-94QD-0ABC"),
        max_length=40,
        error_messages={"required": _("Type the code that is printed on the leaflet.")},
    )


class AddressForm(forms.Form):
    """Where to write to somebody without an account."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AnswersForm(SendingForm):
    """The questions of a consultation as one accessible page."""

    def __init__(self, *args, questions, consultation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[field_name(question.key)] = _field_for(question)
        if any(q.kind == QuestionKind.OPEN for q in self.questions):
            self.fields["consent"] = _consent_field()
        self.fields["language"] = language_field()
        if consultation is not None:
            self._offer_languages_of(consultation)

    def answers(self):
        """{question key: text or list of values}."""
        return {q.key: self.cleaned_data.get(field_name(q.key)) for q in self.questions}

    def open_texts(self):
        """{name of the field: what was typed} of the questions answered in words."""
        names = [field_name(q.key) for q in self.questions if q.kind == QuestionKind.OPEN]
        return {name: self.cleaned_data.get(name) or "" for name in names}

    @property
    def question_fields(self):
        """The bound fields of the questions, in order."""
        return [self[field_name(q.key)] for q in self.questions]

    def add_refusal(self, invalid):
        faults = {field_name(key) if key else "": problems for key, problems in invalid.fields.items()}
        super().add_refusal(Invalid(faults))


def field_name(key):
    """The name of a question's field, which no other field of the form can have."""
    return f"question-{key}"


def _field_for(question):
    common = {
        "label": question.text,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {
            "required": _("Answer this question."),
            "invalid_choice": _("Choose from the answers given."),
        },
    }
    if question.kind == QuestionKind.OPEN:
        longest = LONGEST[Kind.ANSWER]
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=longest, **common)
    if question.multiple:
        return forms.MultipleChoiceField(
            choices=question.labelled_choices, widget=forms.CheckboxSelectMultiple, **common
        )
    choices = question.labelled_choices
    if not question.required:
        choices = [*choices, ("", _("No answer"))]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _consent_field():
    return forms.ChoiceField(
        label=_("May others read what you wrote?"),
        help_text=_("Whatever you choose, every answer is read, sorted and counted."),
        choices=[(consent.value, text.capfirst(consent.label)) for consent in Consent],
        widget=forms.RadioSelect,
        initial=Consent.WITHHELD,
        required=False,
    )
