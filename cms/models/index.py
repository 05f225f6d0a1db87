from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.ordering import with_order
from consult.models import Consultation


class ConsultationIndexPage(Page):
    """The list of consultations; it also shows those without a page, such as imported ones."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    template = "cms/consultation_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ConsultationPage"]

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    def route(self, request, path_components):
        if len(path_components) == 1 and not self.get_children().filter(slug=path_components[0]).live():
            consultation = self._pageless(request, path_components[0])
            if consultation is not None:
                return RouteResult(self, kwargs={"consultation": consultation})
        return super().route(request, path_components)

    def _pageless(self, request, slug):
        """A consultation one may see that has opened and has no live page in this language."""
        visible = Consultation.objects.visible_to(request.user).published()
        return visible.filter(slug=slug).first() if self.live else None

    def get_context(self, request, consultation=None, **kwargs):
        from cms.showing import consultation_context, index_context

        context = super().get_context(request, **kwargs)
        if consultation is not None:
            return {**context, **consultation_context(consultation, request)}
        return {**context, **index_context(request)}

    def serve(self, request, *args, **kwargs):
        return with_order(super().serve(request, *args, **kwargs))

    def get_template(self, request, consultation=None, **kwargs):
        if consultation is not None:
            return "cms/consultation_page.html"
        return super().get_template(request, **kwargs)
