from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import PAGE_BLOCKS
from cms.statement import statement_context

STATEMENT = "accessibility"  # the page to which the foot of every page leads
NAMING = _("Where you write {body}, readers see the name of the public body.")


class StandardPage(Page):
    """A page of text: privacy, accessibility, how to reach the body."""

    body = StreamField(PAGE_BLOCKS, verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body", help_text=NAMING)]
    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, **statement_context(request)} if self.slug == STATEMENT else context
