"""What narrows the queue, decides several cases together, asks a second reader and writes templates."""

import json
from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.enums import Kind

from .actions.reason_templates import LONGEST as LONGEST_TEMPLATE
from .actions.second_readings import LONGEST as LONGEST_READING
from .enums import Effect, Source
from .forms import DecisionForm, RefusableForm
from .queue import LONGEST

KINDS = {Kind.PROPOSAL: _("Proposals"), Kind.COMMENT: _("Comments"), Kind.ANSWER: _("Answers")}


class QueueForm(RefusableForm):
    """What a list of cases is narrowed to; all of it stands in the address."""

    source = forms.ChoiceField(label=_("Found by"), required=False)
    kind = forms.ChoiceField(label=_("Kind of text"), required=False)
    q = forms.CharField(label=_("Words in the text"), max_length=LONGEST, required=False)

    def __init__(self, *, queue, consultations):
        said = {"in": queue.slug, "source": queue.source, "kind": queue.kind, "q": queue.words}
        super().__init__(initial=said)
        everything = [("", _("All"))]
        self.fields["source"].choices = [*everything, *Source.choices]
        self.fields["kind"].choices = [*everything, *KINDS.items()]
        if len(consultations) > 1:
            rooms = [(each.slug, each.title) for each in consultations]
            field = forms.ChoiceField(label=_("Consultation"), choices=[*everything, *rooms], required=False)
            self.fields = {"in": field, **self.fields}


class TogetherForm(DecisionForm):
    """One statement of reasons for several cases, without the effects that need the words of one."""

    passages = destination = found_by = version = None
    checked = ""  # the mark of what was checked, for the next press
    EFFECTS = [Effect.KEEP, Effect.ASK_TO_EDIT, Effect.HIDE, Effect.RESTRICT_AUTHOR]

    def __init__(self, *args, consultation, **kwargs):
        RefusableForm.__init__(self, *args, **kwargs)
        self._offer(self.EFFECTS, consultation)

    def typed(self):
        return {name: self.cleaned_data[name] for name in ("effect", "rule", "law", "facts", "days")}

    def mark_of(self, seen):
        """What tells these words on these versions from any others: nothing is decided that was not shown."""
        words = self.typed() | {"rule": self.cleaned_data["rule"] and self.cleaned_data["rule"].pk}
        versions = sorted((case.pk, version) for case, version in seen)
        return sha256(json.dumps([words, versions], sort_keys=True).encode()).hexdigest()


class SecondReaderForm(RefusableForm):
    """What one wants to know from a second reader."""

    question = forms.CharField(
        label=_("What are you unsure about?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_READING,
        required=False,
    )


class AdviceForm(RefusableForm):
    """What a second reader thinks of a text."""

    advice = forms.CharField(
        label=_("Your reading"),
        help_text=_("Read by the moderators of this consultation alone. It decides nothing."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_READING,
        error_messages={"required": _("Say what you think of the text.")},
    )


class TemplateForm(RefusableForm):
    """A template for reasons."""

    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Give the template a name.")}
    )
    text = forms.CharField(
        label=_("Words"),
        help_text=_(
            "Leave a gap (___) wherever the facts of the case belong, for example “___” is aimed at ___."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEMPLATE,
        error_messages={"required": _("Write the words of the template.")},
    )
    rule = forms.ModelChoiceField(
        label=_("Rule"), queryset=None, required=False, empty_label=_("No rule in particular")
    )

    def __init__(self, *args, consultation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].queryset = consultation.house_rules.in_use()
