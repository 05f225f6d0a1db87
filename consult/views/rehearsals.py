"""The secret link of a rehearsal: it admits this visitor's session, with or without an account."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from consult.accounts.guests import remember_rehearsal
from consult.actions.rehearsal import find_rehearsal
from consult.limits import address_of, allow

from .secrets import kept_secret


@require_http_methods(["GET", "HEAD", "POST"])
@kept_secret
def rehearse(request, key):
    """Say what a rehearsal is, and let the visitor in on POST."""
    allow(f"rehearse:{address_of(request)}", 30, 60)
    consultation = find_rehearsal(key)
    if request.method == "POST":
        remember_rehearsal(request, consultation.pk)
        return redirect(consultation.get_absolute_url())
    return render(request, "consult/rehearse.html", {"consultation": consultation})
