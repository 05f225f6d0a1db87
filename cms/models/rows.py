"""The rows of a consultation page: phases, questions, house rules, the same by key in every language."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from consult.enums import Act, ModerationMode, PhaseKind, QuestionKind


def synchronised(*names):
    """Facts: the same in every language, never translated or overridden."""
    return [SynchronizedField(name, overridable=False) for name in names]


def translated(*names):
    return [TranslatableField(name) for name in names]


class PagePhase(TranslatableMixin, Orderable):
    """A time window; what it allows is data, so a phase of any kind can allow anything."""

    page = ParentalKey("cms.ConsultationPage", on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("kind"), max_length=20, choices=PhaseKind, default=PhaseKind.DISCUSSION)
    title = models.CharField(_("title"), max_length=80, help_text=_("A verb or noun a resident would use."))
    note = models.CharField(_("note"), max_length=160, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Leave it empty for a phase without an end.")
    )
    moderation_mode = models.CharField(
        _("a moderator reads contributions"),
        max_length=12,
        choices=ModerationMode,
        blank=True,
        default="",
        help_text=_("Leave it empty to do as in the whole consultation."),
    )
    allows_propose = models.BooleanField(_("people can make proposals"), default=False)
    allows_comment = models.BooleanField(_("people can comment"), default=False)
    allows_answer = models.BooleanField(_("people can answer the questions"), default=False)
    allows_vote = models.BooleanField(_("people can vote"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldPanel("note"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldRowPanel(
            [FieldPanel(f"allows_{act}") for act in Act],
            heading=_("While it is open"),
            help_text=_("Tick nothing in a new phase, and it allows what is usual for its kind."),
        ),
        FieldPanel("moderation_mode"),
    ]
    translatable_fields = [
        *translated("title", "note"),
        *synchronised("kind", "opens_at", "closes_at", "moderation_mode", "sort_order"),
        *synchronised(*[f"allows_{act}" for act in Act]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")

    def __str__(self):
        return self.title

    @property
    def allows(self):
        return [act.value for act in Act if getattr(self, f"allows_{act}")]

    def allow_usual_acts(self):
        for act in PhaseKind(self.kind).usual_acts:
            setattr(self, f"allows_{act}", True)

    def clean(self):
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Choose a time after the phase opens.")})


class PageQuestion(TranslatableMixin, Orderable):
    """A question: open, closed or about the person."""

    page = ParentalKey("cms.ConsultationPage", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.OPEN)
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    choices = models.TextField(
        _("choices"),
        blank=True,
        help_text=_("One a line. For exports a line may start with a short value: under-25 = Under 25."),
    )
    multiple = models.BooleanField(_("several choices may be ticked"), default=False)
    required = models.BooleanField(_("must be answered"), default=False)
    key = models.SlugField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_(
            "Used in imports and exports, made from the question when empty. Do not change it later."
        ),
    )

    panels = [
        FieldPanel("text"),
        FieldPanel("hint"),
        FieldPanel("kind"),
        FieldPanel("choices"),
        FieldRowPanel([FieldPanel("required"), FieldPanel("multiple"), FieldPanel("key")]),
    ]
    translatable_fields = [
        *translated("text", "hint", "choices"),
        *synchronised("kind", "multiple", "required", "key", "sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.text

    def clean(self):
        super().clean()
        self.key = self.key or slugify(self.text)[:60]
        values = [value for value, _label in self.choice_lines]
        if len(values) != len(set(values)):
            raise ValidationError({"choices": _("Two choices are the same. Make each one different.")})

    @property
    def choice_lines(self):
        """[(value, label)] of the lines; the value is what stands before =, else made from the label."""
        lines = (line.strip() for line in self.choices.splitlines())
        return [_choice(line) for line in lines if line]


def _choice(line):
    value, separator, label = line.partition("=")
    if separator and label.strip() and slugify(value):
        return slugify(value)[:60], label.strip()
    return slugify(line)[:60] or line[:60], line


class PageHouseRule(TranslatableMixin, Orderable):
    """A rule that composers show and decisions cite; its number is its place."""

    page = ParentalKey("cms.ConsultationPage", on_delete=models.CASCADE, related_name="house_rules")
    text = models.CharField(_("rule"), max_length=200)
    note = models.CharField(
        _("what it means"), max_length=300, blank=True, help_text=_("One sentence, shown beside the rule.")
    )

    panels = [MultiFieldPanel([FieldPanel("text"), FieldPanel("note")])]
    translatable_fields = [*translated("text", "note"), *synchronised("sort_order")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self):
        return self.text
