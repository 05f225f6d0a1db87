from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import StepBlock


class HomePage(Page):
    """The front page: a promise, what is open, what was answered, what happens to what people say."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("what happens to what people say"),
        blank=True,
        max_num=6,
        help_text=_("Leave it empty for the usual five steps."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("steps")]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.ConsultationIndexPage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request, *args, **kwargs):
        from cms.showing import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self, request)}
