"""What a single sign-on tells of somebody, and how much of it is believed."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

SECOND_FACTOR = "second_factor"
# Values of the claim `amr` (RFC 8176) that stand for more than a password.
MORE_THAN_A_PASSWORD = {"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris", "pop"}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Keeps in mind whether the other side asked for a second step."""

    def pre_social_login(self, request, sociallogin):
        super().pre_social_login(request, sociallogin)
        asked = MORE_THAN_A_PASSWORD & set(_methods(sociallogin.account.extra_data))
        if asked and settings.CONSULT_OIDC_TRUSTS_SECOND_FACTOR:
            request.session[SECOND_FACTOR] = True
        else:
            request.session.pop(SECOND_FACTOR, None)


def _methods(told):
    methods = (told.get("id_token") or told).get("amr") or []
    return methods if isinstance(methods, list) else [methods]
