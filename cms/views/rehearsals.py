"""Starting a rehearsal from the editors' pages; the secret link is shown once."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions.consultations import rehearse_consultation_page
from cms.models import ConsultationPage
from consult.actions.rehearsal import end_rehearsal
from consult.errors import Refused


class RehearseView(WagtailAdminTemplateMixin, View):
    """Explains the rehearsal, starts it, shows the link, ends it."""

    template_name = "cms/admin/rehearse.html"
    page_title = gettext_lazy("Rehearsal")
    header_icon = "view"
    breadcrumbs_items: list[dict] = []

    def setup(self, request, pk, *args, **kwargs):
        super().setup(request, pk, *args, **kwargs)
        self.page = get_object_or_404(ConsultationPage, pk=pk).source_page
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get(self, request, *_args, **_kwargs):
        return self._page()

    def post(self, request, *_args, **_kwargs):
        if request.POST.get("act") == "end":
            return self._end()
        try:
            _consultation, key = rehearse_consultation_page(page=self.page, by=request.user)
        except Refused as refused:
            messages.error(request, refused.reason)
            return self._page(status=refused.status)
        self.page.refresh_from_db()
        return self._page(link=settings.WAGTAILADMIN_BASE_URL + reverse("rehearse", args=[key]))

    def _end(self):
        try:
            end_rehearsal(by=self.request.user, consultation=self.page.consultation)
        except Refused as refused:
            messages.error(self.request, refused.reason)
        else:
            messages.success(self.request, _("The link no longer works."))
        return redirect("cms_rehearse", self.page.pk)

    def _page(self, link="", status=200):
        context = self.get_context_data(page=self.page, consultation=self.page.consultation, link=link)
        response = self.render_to_response(context, status=status)
        response["Cache-Control"] = "no-store"
        return response
