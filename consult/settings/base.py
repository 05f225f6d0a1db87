"""What is the same everywhere; dev, test and production each add their own."""

from django.utils.translation import gettext_lazy as _

from . import policies
from .accounts import *  # noqa: F403
from .caches import LIMITS_TABLE, caches, channel_layers
from .databases import from_environment
from .editors import *  # noqa: F403
from .environment import BASE_DIR, DATA_DIR, DEMO, env
from .languages import spoken
from .logs import configure_structlog, logging_settings

INSTALLED_APPS = [
    "cms",
    "moderation",
    "proposals.themes",
    "proposals",
    "consult",
    "consult.accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "consult.middleware.lost_database",
    "consult.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "consult.middleware.response_policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Below WhiteNoise, which has compressed files of its own; each page is padded at random, as its length
    # could otherwise betray what is secret in it.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consult.accounts.middleware.GuestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "consult.second_factor.StaffSecondFactor",
    "consult.middleware.EditorsOnly",
    "django_htmx.middleware.HtmxMiddleware",
    "consult.middleware.Refusals",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "consult.urls"
ASGI_APPLICATION = "consult.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consult.context.site",
                "cms.context.brand",
            ],
        },
    },
]

DATABASES = {"default": from_environment()}
CACHES = caches()
CHANNEL_LAYERS = channel_layers()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
SESSION_ENGINE = "consult.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "consult.views.failures.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = spoken(BASE_DIR / "consult" / "locale")
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "consult" / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # long Wagtail pages post one field for each inline child

CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.PUBLIC}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page inside its own frame

DEFAULT_FROM_EMAIL = env.str("CONSULT_FROM_EMAIL", default="consult@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

configure_structlog()
LOGGING = logging_settings(json=True)
LOGGING_CONFIG = "logging.config.dictConfig"

# Frames are for Wagtail's previews of this site; the public pages' policy allows none.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# Languages in which people may write: those the interface speaks, and some more.
CONSULT_CONTRIBUTION_LANGUAGES = list(
    {**dict(LANGUAGES), "de": _("German"), "es": _("Spanish")}.items(),
)
# Wiring names the floors above by string and imports none of them.
CONSULT_URLS = ["proposals.urls", "proposals.themes.urls", "moderation.urls", "cms.urls"]
CONSULT_API_ROUTERS = ["proposals.api.router", "proposals.themes.api.router", "moderation.api.router"]
CONSULT_CMS_POLICY = policies.EDITORS
CONSULT_PREVIEW_POLICY = policies.PREVIEW
CONSULT_MAIL_DIR = DATA_DIR / "mail"
CONSULT_VECTORS_DIR = DATA_DIR / "vectors"
CONSULT_LIMITS_TABLE = LIMITS_TABLE
CONSULT_CLOCK_OFFSET = 0
CONSULT_DEMO = DEMO
# Known to everyone: of use where DEMO is on, which production refuses.
CONSULT_DEMO_PASSWORD = "make-demo-only"
CONSULT_DEMO_ACCOUNTS = [
    f"{name}@example.org"
    for name in (
        "resident",
        "neighbour",
        "moderator",
        "moderator2",
        "analyst",
        "analyst2",
        "policy",
        "editor",
        "admin",
    )
]
CONSULT_DEMO_LINE = "cms.seeding.leaflets.line_to_try"
# Web processes that serve the site: more than one needs Redis as the channel layer.
CONSULT_WEB_PROCESSES = env.int("WEB_CONCURRENCY", default=1)
# Open sockets of readers without a session at one address, in each web process.
CONSULT_LIVE_SOCKETS_AN_ADDRESS = env.int("CONSULT_LIVE_SOCKETS_AN_ADDRESS", default=200)
# Letters of an outcome edition handed over a minute: under what the mail server takes from one sender.
CONSULT_LETTERS_A_MINUTE = env.int("CONSULT_LETTERS_A_MINUTE", default=120)
