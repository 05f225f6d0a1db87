from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="view")
class AccessibilityNotes(BaseSiteSetting):
    """What the body that runs the site checked itself: it stands in the statement beside what is known of
    the software.
    """

    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=160, blank=True)
    known_issues = models.TextField(
        _("known faults"), blank=True, help_text=_("One on each line, in words a reader understands.")
    )
    answered_by = models.CharField(
        _("who answers"),
        max_length=200,
        blank=True,
        help_text=_("A person or a team, with a phone number or an e-mail address."),
    )
    answer_days = models.PositiveSmallIntegerField(_("working days until an answer"), default=5)

    panels = [
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]),
        FieldPanel("known_issues"),
        FieldRowPanel([FieldPanel("answered_by"), FieldPanel("answer_days")]),
    ]

    class Meta:
        verbose_name = _("accessibility statement")

    @property
    def issues(self):
        return [line.strip() for line in self.known_issues.splitlines() if line.strip()]
