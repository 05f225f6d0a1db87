"""Development and the demo: everything has a default, nothing leaves the machine."""

from .base import *  # noqa: F403
from .base import DEMO, STATIC_ROOT, env
from .logs import logging_settings

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # in DATA_DIR; WhiteNoise warns of a missing one

DEBUG = env.bool("DEBUG", default=not DEMO)
# The same for everyone: a prepared demo database holds receipts keyed by it. Production refuses it.
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-that-production-settings-refuse-to-use")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
INTERNAL_IPS = ["127.0.0.1", "::1"]

# Static files are served from where they lie, so neither a build step nor a stale copy stands in between.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "consult.outbox.FileBackend"

CONSULT_CLOCK_OFFSET = env.int("CLOCK_OFFSET", default=0)
LOGGING = logging_settings(json=False, level="WARNING" if DEMO else "INFO")
