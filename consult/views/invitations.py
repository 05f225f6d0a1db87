"""Accepting an invitation: mail scanners follow links, so looking changes nothing and pressing does."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consult.actions.memberships import accept_invitation, find_invitation, is_for
from consult.enums import Role
from consult.limits import address_of, allow

from .secrets import kept_secret


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def invitation(request, code):
    """Show who invites whom to what, and take the role on POST."""
    allow(f"invitation:{address_of(request)}", 30, 60)
    found = find_invitation(code)
    if request.method == "POST" and request.user.is_authenticated:
        membership = accept_invitation(by=request.user, code=code)
        messages.success(
            request, _("Welcome. You are %(role)s now.") % {"role": membership.get_role_display()}
        )
        return redirect(_first_page(membership))
    context = {
        "invitation": found,
        "right_account": request.user.is_authenticated and is_for(found, request.user),
    }
    return render(request, "consult/invitation.html", context)


def _first_page(membership):
    """Where the work of a role begins."""
    if membership.role == Role.OWNER:
        return "wagtailadmin_home"
    return membership.consultation.get_absolute_url()
