"""Tests: SQLite in a file of its own or DATABASE_URL, a fast hasher, mail kept in memory."""

import re

from .base import *  # noqa: F403
from .base import CACHES, CHANNEL_LAYERS, STORAGES, TEMPLATES, env
from .environment import REDIS_URL
from .logs import logging_settings

DEBUG = False
SECRET_KEY = "test-key"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # files are found when asked for: nothing is scanned, nothing must be collected
CONSULT_DEMO = False
CONSULT_VECTORS_DIR = None
CONSULT_CLOCK_OFFSET = env.int("CLOCK_OFFSET", default=0)
LOGGING = logging_settings(json=True, level="WARNING")

# One process, one memory: tests that need Redis ask for it by name.
CACHES["limits"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
if REDIS_URL:
    # Each worker has a Redis database and a prefix of its own: clearing a cache empties a whole database,
    # and never one below 8, where something else may live.
    _worker = int(env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")) + 8
    _redis = re.sub(r"(?<=[^/])(/[0-9]*)?$", f"/{_worker}", REDIS_URL, count=1)
    CACHES["default"]["LOCATION"] = _redis
    CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [_redis], "prefix": f"test{_worker}"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
