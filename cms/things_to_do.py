"""What a new site still needs, on the editors' first page: pages nobody has saved, a body to name."""

from wagtail.admin.ui.components import Component
from wagtail.models import Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from consult.rules import allowed

from .models import StandardPage

FIRST_NAME = "Consult"  # what the first migration calls the body


class ThingsToDo(Component):
    """Gone once all of it is done; each sees what they may do."""

    name = "things_to_do"
    template_name = "cms/admin/things_to_do.html"
    order = 50

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"pages": pages_as_they_came(request.user), "unnamed": unnamed_body(request)}


def pages_as_they_came(user):
    """Live text pages without a revision, which this person may edit: a new site put them there."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    untouched = StandardPage.objects.live().filter(latest_revision=None, pk__in=mine.values("pk"))
    return untouched.select_related("locale").order_by("locale_id", "path")


def unnamed_body(request):
    """The body of this site while it has its first name, for those who may give it another."""
    body = getattr(Site.find_for_request(request), "body", None)
    if body and body.name == FIRST_NAME and allowed("consult.name_body", request.user, body):
        return body
    return None
