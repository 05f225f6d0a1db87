"""Single sign-on by OpenID Connect, told by the environment; none unless a server is named."""

from urllib.parse import urlsplit

from .environment import env

PROVIDER_ID = "sso"
SERVER = env.str("CONSULT_OIDC_SERVER", default="").rstrip("/")


def _providers():
    if not SERVER:
        return {}
    app = {
        "provider_id": PROVIDER_ID,
        "name": env.str("CONSULT_OIDC_NAME", default="Single sign-on"),
        "client_id": env.str("CONSULT_OIDC_CLIENT_ID"),
        "secret": env.str("CONSULT_OIDC_SECRET", default=""),
        "settings": {"server_url": SERVER},
    }
    # An address the server calls confirmed opens the account that has it: only for servers one runs oneself.
    trusted = env.bool("CONSULT_OIDC_TRUSTS_EMAIL", default=False)
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "EMAIL_AUTHENTICATION": trusted, "APPS": [app]}}


def _origins():
    """Where the reader is led to sign in: the server's origin, or those named instead."""
    if not SERVER:
        return []
    parts = urlsplit(SERVER)
    return env.list("CONSULT_OIDC_ORIGINS", default=[f"{parts.scheme}://{parts.netloc}"])


PROVIDERS = _providers()
ORIGINS = _origins()
