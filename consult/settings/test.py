"""Tests: SQLite in a file of its own or DATABASE_URL, a fast hasher, mail kept in memory."""

from .base import *  # noqa: F403
from .base import CACHES, STORAGES, TEMPLATES, env
from .logs import logging_settings

DEBUG = False
SECRET_KEY = "test-key"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
CONSULT_DEMO = False
CONSULT_CLOCK_OFFSET = env.int("CLOCK_OFFSET", default=0)
LOGGING = logging_settings(json=True, level="WARNING")

# One process, one memory: tests that need Redis ask for it by name.
CACHES["limits"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"}
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
