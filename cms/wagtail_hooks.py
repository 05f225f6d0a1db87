"""What Wagtail's admin shows beside its own: people, rehearsals, what a new site needs."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from consult.rules import allowed

from .models import ConsultationPage
from .things_to_do import ThingsToDo
from .views import bodies, leaflets, people, rehearsals


@hooks.register("register_admin_urls")
def admin_addresses():
    return [
        path("body/", bodies.BodyView.as_view(), name="cms_body"),
        path("people/", people.PeopleIndexView.as_view(), name="cms_people_index"),
        path("people/<int:pk>/", people.PeopleView.as_view(), name="cms_people"),
        path("people/end/<int:pk>/", people.EndMembershipView.as_view(), name="cms_end_membership"),
        path("leaflets/<int:pk>/", leaflets.LeafletsView.as_view(), name="cms_leaflets"),
        path("leaflets/<int:pk>/sheet/", leaflets.sheet, name="cms_leaflets_sheet"),
        path("leaflets/<int:pk>/end/", leaflets.EndView.as_view(), name="cms_end_leaflets"),
        path("rehearsals/<int:pk>/", rehearsals.RehearseView.as_view(), name="cms_rehearse"),
    ]


@hooks.register("register_admin_menu_item")
def people_item():
    return MenuItem(_("People"), reverse("cms_people_index"), name="people", icon_name="group", order=250)


@hooks.register("register_settings_menu_item")
def body_item():
    return BodyItem(_("Public body"), reverse("cms_body"), name="body", icon_name="home", order=100)


class BodyItem(MenuItem):
    """For those who may name it."""

    def is_shown(self, request):
        return allowed("consult.name_body", request.user, None)


@hooks.register("construct_homepage_panels")
def things_to_do(request, panels):
    panels.append(ThingsToDo())


@hooks.register("register_page_header_buttons")
def header_buttons(page, user, view_name=None, next_url=None):
    """People and rehearsal, on the page of a consultation."""
    page = page.specific_deferred
    if isinstance(page, ConsultationPage) and page.pk:
        yield from _buttons(page, user)


def _buttons(page, user):
    consultation = page.consultation
    if consultation is not None and allowed("consult.manage_people", user, consultation):
        yield Button(
            _("People"), reverse("cms_people", args=[consultation.pk]), icon_name="group", priority=60
        )
        leaflets_url = reverse("cms_leaflets", args=[consultation.pk])
        yield Button(_("Leaflets with codes"), leaflets_url, icon_name="mail", priority=62)
    if consultation is None or consultation.in_rehearsal:
        yield Button(_("Rehearse"), reverse("cms_rehearse", args=[page.pk]), icon_name="view", priority=61)
