"""System checks that refuse a set-up which would lose or leak something."""

from django.conf import settings
from django.core.checks import Error, Tags, register

IN_MEMORY_LAYER = "channels.layers.InMemoryChannelLayer"
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@register
def check_layer_reaches_all(app_configs, **kwargs):
    """The in-memory layer ends at its own process: a second web process would miss half of what happens."""
    backend = settings.CHANNEL_LAYERS["default"]["BACKEND"]
    if settings.CONSULT_WEB_PROCESSES > 1 and backend == IN_MEMORY_LAYER:
        return [
            Error(
                "Several web processes share no channel layer.",
                hint="Set REDIS_URL, or WEB_CONCURRENCY=1.",
                id="consult.E001",
            )
        ]
    return []


@register
def check_limits_are_shared(app_configs, **kwargs):
    """Counters in one process's memory allow everything once for each process."""
    if settings.CONSULT_WEB_PROCESSES > 1 and settings.CACHES["limits"]["BACKEND"] == LOCAL_MEMORY:
        return [
            Error(
                "Several web processes each count rate limits on their own.",
                hint="Keep the cache 'limits' in Redis or in the database.",
                id="consult.E002",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_demo_is_off(app_configs, **kwargs):
    """The demo's accounts have a public password."""
    if settings.CONSULT_DEMO:
        return [Error("DEMO is on.", hint="Unset DEMO before you deploy.", id="consult.E003")]
    return []


@register(Tags.security, deploy=True)
def check_clock_is_right(app_configs, **kwargs):
    """A moved clock would open and close phases at the wrong time."""
    if settings.CONSULT_CLOCK_OFFSET:
        return [Error("CLOCK_OFFSET moves the clock.", hint="Unset it.", id="consult.E004")]
    return []
