"""Naming the public body, inside the editors' pages; administrators only."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from consult.actions.bodies import LONGEST, name_body
from consult.errors import Invalid
from consult.models import Body
from consult.rules import allowed


class BodyForm(forms.Form):
    """What it is called."""

    name = forms.CharField(
        label=gettext_lazy("Name of the public body"),
        help_text=gettext_lazy("It stands at the foot of every page, and wherever a text says {body}."),
        max_length=LONGEST,
    )


class BodyView(WagtailAdminTemplateMixin, View):
    """The public body of the site asked for."""

    template_name = "cms/admin/body.html"
    page_title = gettext_lazy("Public body")
    header_icon = "home"
    breadcrumbs_items: list[dict] = []

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.body = get_object_or_404(Body, site=Site.find_for_request(request))
        if not allowed("consult.name_body", request.user, self.body):
            raise PermissionDenied

    def get(self, request):
        return self._page(BodyForm(initial={"name": self.body.name}))

    def post(self, request):
        form = BodyForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            name_body(by=request.user, body=self.body, name=form.cleaned_data["name"])
        except Invalid as invalid:
            form.add_error("name", invalid.fields["name"])
            return self._page(form, status=422)
        messages.success(request, _("The public body is called “%(name)s” now.") % {"name": self.body.name})
        return redirect("cms_body")

    def _page(self, form, status=200):
        return self.render_to_response(self.get_context_data(form=form), status=status)
