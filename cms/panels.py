"""How a consultation page is edited: words, promise, phases, questions and settings, each in a tab."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from consult.completeness import missing_people
from consult.editions import PROMISE_PARTS
from consult.enums import Act


class ReadinessPanel(Panel):
    """Says what is missing before the consultation can open, and whom later steps will need."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/readiness.html"

        def get_context_data(self, parent_context=None):
            from cms.editions import missing_on

            context = super().get_context_data(parent_context)
            context["words"] = [text for _code, text in missing_on(self.instance)]
            context["people"] = [text for _code, text in missing_people(self.instance.consultation)]
            return context


def consultation_edit_handler():
    """Five tabs; the promise stands second, since without it nothing opens."""
    tabs = [
        ObjectList(_words(), heading=_("Words")),
        ObjectList(_promise(), heading=_("Promise")),
        ObjectList([InlinePanel("phases", heading=_("Phases"), label=_("Phase"))], heading=_("Phases")),
        ObjectList(_questions(), heading=_("Questions and rules")),
        ObjectList(_settings(), heading=_("Settings")),
    ]
    return TabbedInterface(tabs)


def _words():
    return [
        ReadinessPanel(heading=_("Before it opens")),
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("place"),
        FieldPanel("body"),
    ]


def _promise():
    return [
        FieldRowPanel([FieldPanel("decided_by"), FieldPanel("answer_due_on")]),
        *[FieldPanel(f"promise_{part}") for part in PROMISE_PARTS],
    ]


def _questions():
    return [
        InlinePanel("questions", heading=_("Questions"), label=_("Question")),
        InlinePanel("house_rules", heading=_("House rules"), label=_("Rule")),
    ]


def _settings():
    return [
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel(f"access_{act}") for act in Act], heading=_("Who may do what")),
        FieldPanel("invited_only"),
        MultiFieldPanel(_moderation(), heading=_("Moderation")),
        FieldPanel("results_visibility"),
        FieldPanel("disclosure_threshold"),
        FieldPanel("languages"),
        FieldPanel("search_description"),
        PublishingPanel(),
    ]


def _moderation():
    return [
        FieldPanel("moderation_mode"),
        FieldPanel("staffed_hours"),
        FieldPanel("reading_hours"),
        FieldPanel("hides_authors"),
    ]
