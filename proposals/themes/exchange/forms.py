"""The files analysts give: a table of the population, themes, a mapping."""

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.themes.forms import RefusableForm

RESPONDENTS = "respondents"


class ReferenceForm(RefusableForm):
    """A table of the population, what it is about, and who counted."""

    about = forms.ChoiceField(label=_("What the table is about"))
    source = forms.CharField(
        label=_("Who counted, and when"),
        help_text=_("For example: Census 2021, usual residents. Readers of the report see it."),
        max_length=200,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with the columns “category” and “people”, one row a group. A category is an answer "
            "to the question as people chose it; leave out answers such as “I would rather not say”."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {str(question.pk): question for question in questions}
        asked = [(key, question.text) for key, question in self.questions.items()]
        self.fields["about"].choices = [*asked, (RESPONDENTS, _("Kind of respondent"))]

    def given(self):
        """What the action takes."""
        file = self.cleaned_data["file"]
        return {
            "question": self.questions.get(self.cleaned_data["about"]),
            "source": self.cleaned_data["source"],
            "name": file.name,
            "content": file.read(),
        }


class QuestionForm(RefusableForm):
    """Which question the texts answer; none means all texts."""

    question = forms.ChoiceField(label=_("Texts that answer"), required=False)

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {str(question.pk): question for question in questions}
        asked = [(key, question.text) for key, question in self.questions.items()]
        self.fields["question"].choices = [("", _("All texts")), *asked]

    def chosen(self):
        return self.questions.get(self.cleaned_data["question"])


class ImportForm(QuestionForm):
    """A file of themes, a file of a mapping, or both."""

    themes = forms.FileField(label=_("Themes"), help_text=_("JSON, CSV or XLSX."), required=False)
    mapping = forms.FileField(
        label=_("Which text is in which themes"), help_text=_("JSON lines, CSV or XLSX."), required=False
    )
    field_order = ["themes", "mapping", "question"]

    def given(self):
        """What the action takes."""
        files = {name: self.cleaned_data[name] for name in ("themes", "mapping")}
        read = {name: file and (file.name, file.read()) for name, file in files.items()}
        return {**read, "question": self.chosen()}
