"""The words of what editors are told."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from consult.notices import Letter, composer


@composer("page.publish_refused")
def publish_refused(notice):
    page = Page.objects.filter(pk=notice.target_id).first()
    if page is None:
        return None
    reason = notice.context.get("reason") or _("Something went wrong. Try to publish it by hand.")
    return Letter(
        subject=_("Not published: “%(title)s”") % {"title": page.get_admin_display_title()},
        paragraphs=[
            _("You scheduled this page. When its time came, it could not be published."),
            reason,
            _("The schedule was taken off. Put it right, then publish or schedule it again."),
        ],
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        button=_("Open the page"),
    )
