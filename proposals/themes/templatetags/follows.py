"""The button that follows something, and the list of what one follows."""

from django import template
from django.urls import reverse

from proposals.themes.models import Follow, Theme

register = template.Library()


@register.inclusion_tag("themes/_follow.html", takes_context=True)
def follow_button(context, target, ask=True):
    """A button to follow a consultation, a proposal or a theme, or to let go of it; one query.

    A page with many readers does not ask whether it is followed: it offers to follow, which may be said
    twice.
    """
    user, request = context.get("user"), context.get("request")
    row = _row_of(target)
    signed_in = bool(user and user.is_authenticated)
    followed = ask and signed_in and Follow.objects.filter(user=user, **row).exists()
    return {
        "kind": kind_of(target),
        "id": target.pk,
        "followed": followed,
        "signed_in": signed_in,
        "next": request.path if request else "",
        "csrf_token": context.get("csrf_token"),
    }


def kind_of(target):
    """consultation, proposal or theme."""
    name = target._meta.model_name
    return name if name in ("consultation", "theme") else "proposal"


def _row_of(target):
    kind = kind_of(target)
    if kind == "consultation":
        return {"consultation": target, "proposal": None, "theme": None}
    return {kind: target}


@register.simple_tag(takes_context=True)
def followed(context):
    """[{kind, id, name, url}] of what this person follows and may still see, newest first."""
    user = context["user"]
    rows = Follow.objects.visible_to(user).select_related("consultation", "proposal__shown_revision", "theme")
    themes = set(Theme.objects.visible_to(user).filter(follows__user=user).values_list("pk", flat=True))
    return [_followed(row) for row in rows if not row.theme_id or row.theme_id in themes]


def _followed(row):
    if row.theme_id:
        url = reverse("report_theme", args=[row.consultation.slug, row.theme_id])
        return {"kind": "theme", "id": row.theme_id, "name": row.theme.name, "url": url}
    target = row.proposal or row.consultation
    name = (row.proposal.title or row.proposal.public_text[:60]) if row.proposal else row.consultation.title
    kind = "proposal" if row.proposal else "consultation"
    return {"kind": kind, "id": target.pk, "name": name, "url": target.get_absolute_url()}
