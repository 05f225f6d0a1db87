"""System checks refuse what would lose or leak something."""

import pytest
from django.core.checks import run_checks

MEMORY_LAYER = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
REDIS_LAYER = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}}
IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
IN_DATABASE = {"BACKEND": "consult.cache.CountingDatabaseCache", "LOCATION": "consult_limits"}


def ours(**more):
    return sorted(each.id for each in run_checks(**more) if each.id.startswith("consult."))


@pytest.mark.parametrize(
    "processes, layer, limits, found",
    [
        (1, MEMORY_LAYER, IN_MEMORY, []),
        (2, MEMORY_LAYER, IN_DATABASE, ["consult.E001"]),
        (2, REDIS_LAYER, IN_MEMORY, ["consult.E002"]),
        (2, MEMORY_LAYER, IN_MEMORY, ["consult.E001", "consult.E002"]),
        (2, REDIS_LAYER, IN_DATABASE, []),
    ],
)
def test_several_web_processes_need_what_they_share(settings, processes, layer, limits, found):
    settings.CONSULT_WEB_PROCESSES = processes
    settings.CHANNEL_LAYERS = layer
    settings.CACHES = {**settings.CACHES, "limits": limits}
    assert ours() == found


@pytest.mark.parametrize(
    "name, value, found",
    [
        ("CONSULT_DEMO", True, ["consult.E003"]),
        ("CONSULT_CLOCK_OFFSET", 60, ["consult.E004"]),
        ("DEBUG", False, []),
    ],
)
def test_deployment_with_a_habit_of_development_is_refused(settings, name, value, found):
    setattr(settings, name, value)
    assert ours(include_deployment_checks=True) == found
