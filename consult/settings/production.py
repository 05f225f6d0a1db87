"""Production: PostgreSQL, secrets from the environment, and a refusal to start without them."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import DEMO, STORAGES, env


def required(name, why):
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


if DEMO:
    raise ImproperlyConfigured("DEMO is set: the demo's accounts have a public password. Unset DEMO.")

DEBUG = False
SECRET_KEY = required("SECRET_KEY", "set a long random text and keep it; receipts are keyed by it.")
if SECRET_KEY.startswith("development-only") or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too weak: set a random text of at least 50 characters.")
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "name the hosts of the site, joined by commas.").split(",")
required("DATABASE_URL", "for example postgres://consult@localhost/consult")

CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
WAGTAILADMIN_BASE_URL = env.str("CONSULT_BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}")
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
CONSULT_STAFF_SECOND_FACTOR = env.bool("CONSULT_STAFF_SECOND_FACTOR", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("CONSULT_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# TLS ends at a proxy in front unless told otherwise; its word is believed, a visitor's is not.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("CONSULT_TRUSTED_PROXIES", default=1)
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

STORAGES["staticfiles"] = {"BACKEND": "consult.static_storage.HashedFiles"}
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
