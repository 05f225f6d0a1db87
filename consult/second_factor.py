"""Staff who owe a second step: until they set one up, they can do that and nothing else."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .accounts.models import User
from .accounts.single_sign_on import SECOND_FACTOR
from .compiled import compiled
from .models import Membership

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_owed(user, session):
    """Does this person work here, without a second step of ours or, where it is trusted, of the sign-on?"""
    if not settings.CONSULT_STAFF_SECOND_FACTOR or not user.is_authenticated:
        return False
    if settings.CONSULT_OIDC_TRUSTS_SECOND_FACTOR and session.get(SECOND_FACTOR):
        return False
    return bool(_without_step(user=user))


@compiled  # asked at each request of everybody who is signed in
def _without_step(user):
    """This person, if they work here and have set up no second step."""
    roles = Membership.objects.current().staff().filter(user=OuterRef("pk"))
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS)
    works_here = Q(is_superuser=True) | Q(groups__permissions__codename="access_admin") | Exists(roles)
    return User.objects.filter(works_here, pk=user.pk).exclude(Exists(steps)).values_list("pk")[:1]


class StaffSecondFactor:
    """Leads who owes it to the page where it is set up; machines and files are let through."""

    FREE = ("/static/", "/brand.css", "/healthz", "/readyz", "/i18n/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.CONSULT_STAFF_SECOND_FACTOR and self._stops(request):
            messages.warning(request, _("Your role needs a second step at sign-in. Turn one on to go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _stops(self, request):
        accounts = reverse("account_login").removesuffix("login/")
        if request.path.startswith((*self.FREE, accounts, "/accounts/")):
            return False
        return is_owed(request.user, request.session)
