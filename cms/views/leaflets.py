"""Leaflets with codes, inside the editors' pages: make them, print them, see how many were used, end them."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consult.errors import Invalid
from consult.models import Consultation
from consult.rules import check
from proposals.actions.leaflets import end_leaflets, make_leaflets, revoke_leaflet
from proposals.models import LeafletBatch
from proposals.models.leaflet import MOST_CODES

ON_A_SHEET = 200  # each with a QR code: more make a page that browsers print badly


class LeafletsForm(forms.Form):
    """How many codes, for which way of handing them out."""

    name = forms.CharField(
        label=gettext_lazy("Where they are handed out"),
        max_length=80,
        help_text=gettext_lazy(
            "Used codes are counted under this name: “Library desk”, “Doors in Mill Road”."
        ),
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST_CODES, initial=100
    )


class LeafletsView(WagtailAdminTemplateMixin, View):
    """The batches of one consultation; owners and administrators only."""

    template_name = "cms/admin/leaflets.html"
    page_title = gettext_lazy("Leaflets with codes")
    header_icon = "mail"
    breadcrumbs_items: list[dict] = []

    def setup(self, request, pk, *args, **kwargs):
        super().setup(request, pk, *args, **kwargs)
        self.consultation = get_object_or_404(Consultation, pk=pk)
        check("consult.manage_people", request.user, self.consultation)

    def get_page_subtitle(self):
        return self.consultation.title

    def get(self, request, *_args, **_kwargs):
        return self._page(LeafletsForm())

    def post(self, request, *_args, **_kwargs):
        form = LeafletsForm(request.POST)
        if form.is_valid() and self._made(form):
            messages.success(request, _("The codes are made. Print them now or later."))
            return redirect("cms_leaflets", self.consultation.pk)
        return self._page(form, status=422)

    def _made(self, form):
        try:
            return make_leaflets(by=self.request.user, consultation=self.consultation, **form.cleaned_data)
        except Invalid as invalid:
            for name, problems in invalid.fields.items():
                form.add_error(name, problems)
        return None

    def _page(self, form, status=200):
        batches = self.consultation.leaflet_batches.select_related("made_by").annotate(
            used=Count("codes", filter=Q(codes__participant__isnull=False)),
            revoked=Count("codes", filter=Q(codes__revoked_at__isnull=False)),
        )
        context = self.get_context_data(consultation=self.consultation, form=form, batches=batches)
        return self.render_to_response(context, status=status)


def _batch_or_404(request, pk):
    batch = get_object_or_404(LeafletBatch.objects.select_related("consultation"), pk=pk)
    check("consult.manage_people", request.user, batch.consultation)
    return batch


def sheet(request, pk):
    """The leaflets of a batch to print, `?from=` the first number: used and ended ones are left out."""
    batch = _batch_or_404(request, pk)
    if batch.ended_at:
        raise Http404
    first = request.GET.get("from", "1")
    first = int(first) if first.isascii() and first.isdigit() and len(first) < 6 else 1
    unused = batch.codes.unused().filter(number__gte=first).order_by("number")
    numbers = list(unused.values_list("number", flat=True)[: ON_A_SHEET + 1])
    context = {
        "batch": batch,
        "consultation": batch.consultation,
        "address": request.build_absolute_uri(reverse("enter_code")),
        "leaflets": [_leaflet(request, batch, number) for number in numbers[:ON_A_SHEET]],
        "next_from": numbers[ON_A_SHEET] if len(numbers) > ON_A_SHEET else None,
    }
    return render(request, "cms/leaflets_sheet.html", context)


def _leaflet(request, batch, number):
    code = batch.code_of(number)
    return {
        "number": number,
        "code": code,
        "url": request.build_absolute_uri(reverse("leaflet", args=[code])),
    }


class EndView(View):
    """Ends a batch, or takes one of its codes back by its number."""

    def post(self, request, pk):
        batch = _batch_or_404(request, pk)
        if request.POST.get("act") == "revoke":
            self._revoke(request, batch)
        else:
            end_leaflets(by=request.user, batch=batch)
            messages.success(request, _("The codes nobody used no longer work. Who is in stays in."))
        return redirect("cms_leaflets", batch.consultation_id)

    def _revoke(self, request, batch):
        typed = request.POST.get("number", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        try:
            revoke_leaflet(by=request.user, batch=batch, number=number)
        except Invalid as invalid:
            messages.error(request, invalid.fields["number"][0])
        else:
            messages.success(request, _("Leaflet %(n)d no longer counts for anybody.") % {"n": number})
