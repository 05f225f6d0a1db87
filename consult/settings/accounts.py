"""Who people are: allauth by e-mail address, one door for residents and staff alike."""

from django.urls import reverse_lazy

from . import single_sign_on
from .environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
FRONT_PAGE = reverse_lazy("wagtail_serve", args=[""])  # in the language being read
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = FRONT_PAGE

ACCOUNT_ADAPTER = "consult.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "consult.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners follow links; only a press of the button confirms
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = str
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("CONSULT_TRUSTED_PROXIES", default=0)

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "consult.accounts.single_sign_on.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on.PROVIDERS
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False  # a name known elsewhere is not made public here: people choose one
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# Staff without a second step can only set one up; a single sign-on that asks for one can vouch for it.
CONSULT_STAFF_SECOND_FACTOR = env.bool("CONSULT_STAFF_SECOND_FACTOR", default=False)
CONSULT_OIDC_TRUSTS_SECOND_FACTOR = env.bool("CONSULT_OIDC_TRUSTS_SECOND_FACTOR", default=False)
