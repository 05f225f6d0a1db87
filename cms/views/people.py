"""Who works on a consultation, inside the editors' pages: members, invitations, an end to a role."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consult.actions.memberships import end_membership, invite_member
from consult.completeness import missing_people
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.invitations import INVITED
from consult.models import Consultation, Membership, Notice
from consult.rules import check


class InviteForm(forms.Form):
    """An address and a role."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role, initial=Role.MODERATOR)


class PeopleIndexView(WagtailAdminTemplateMixin, View):
    """The consultations whose people one may manage."""

    template_name = "cms/admin/people_index.html"
    page_title = gettext_lazy("People")
    header_icon = "group"
    breadcrumbs_items: list[dict] = []

    def get(self, request):
        owned = Consultation.objects.staffed_by(request.user, Role.OWNER)
        consultations = Consultation.objects.all() if request.user.is_superuser else owned
        context = self.get_context_data(consultations=consultations.order_by("-created_at"))
        return self.render_to_response(context)


class PeopleView(WagtailAdminTemplateMixin, View):
    """The people of one consultation; owners and administrators only."""

    template_name = "cms/admin/people.html"
    page_title = gettext_lazy("People")
    header_icon = "group"
    breadcrumbs_items: list[dict] = []

    def setup(self, request, pk, *args, **kwargs):
        super().setup(request, pk, *args, **kwargs)
        self.consultation = get_object_or_404(Consultation, pk=pk)
        check("consult.manage_people", request.user, self.consultation)

    def get_page_subtitle(self):
        return self.consultation.title

    def get(self, request, *_args, **_kwargs):
        return self._page(InviteForm())

    def post(self, request, *_args, **_kwargs):
        form = InviteForm(request.POST)
        if form.is_valid() and self._invited(form):
            messages.success(
                request,
                _("The invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]},
            )
            return redirect("cms_people", self.consultation.pk)
        return self._page(form, status=422)

    def _invited(self, form):
        try:
            return invite_member(by=self.request.user, consultation=self.consultation, **form.cleaned_data)
        except Invalid as invalid:
            for name, problems in invalid.fields.items():
                form.add_error(name, problems)
        except Refused as refused:
            form.add_error(None, refused.reason)
        return None

    def _page(self, form, status=200):
        memberships = self.consultation.memberships.filter(ended_at=None).select_related("user", "invited_by")
        context = self.get_context_data(
            consultation=self.consultation,
            form=form,
            members=[each for each in memberships if each.user_id],
            invitations=_with_letters([each for each in memberships if not each.user_id]),
            missing=[text for _code, text in missing_people(self.consultation)],
        )
        return self.render_to_response(context, status=status)


def _with_letters(invitations):
    """Each with its newest letter, which may still wait for the mail server."""
    letters = Notice.objects.filter(kind=INVITED, target_id__in=[each.pk for each in invitations])
    newest = {letter.target_id: letter for letter in letters.order_by("pk")}
    for invitation in invitations:
        invitation.letter = newest.get(invitation.pk)
    return invitations


class EndMembershipView(View):
    """Ends a role or takes back an invitation; says why when it may not."""

    def post(self, request, pk):
        membership = get_object_or_404(Membership.objects.select_related("consultation"), pk=pk)
        try:
            ended = end_membership(by=request.user, membership=membership)
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            who = ended.user or ended.email
            messages.success(request, _("%(who)s no longer holds this role.") % {"who": who})
        return redirect(self._back(request, membership))

    def _back(self, request, membership):
        """Who has just ended their own ownership has no list to go back to."""
        owner = Consultation.objects.staffed_by(request.user, Role.OWNER)
        if request.user.is_superuser or owner.filter(pk=membership.consultation_id).exists():
            return reverse("cms_people", args=[membership.consultation_id])
        return reverse("wagtailadmin_home") if request.user.has_perm("wagtailadmin.access_admin") else "/"
