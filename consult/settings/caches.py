"""Cache and channel layer settings: Redis when there is one, this process otherwise."""

from .environment import REDIS_URL

LIMITS_TABLE = "consult_limits"
QUICK = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}


def _redis(backend, prefix):
    return {"BACKEND": backend, "LOCATION": REDIS_URL, "KEY_PREFIX": prefix, "OPTIONS": QUICK}


def caches():
    """`default` keeps fragments, where an error is a miss; `limits` keeps counters, where it is not."""
    if REDIS_URL:
        return {
            "default": _redis("consult.cache.RedisOrMiss", "consult"),
            "limits": _redis("consult.cache.CountingRedisCache", "limits"),
        }
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "default",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
        "limits": {
            "BACKEND": "consult.cache.CountingDatabaseCache",
            "LOCATION": LIMITS_TABLE,
            "TIMEOUT": 2 * 24 * 3600,  # `incr` renews it: longer than any window
            "OPTIONS": {"MAX_ENTRIES": 50000},
        },
    }


def channel_layers():
    if REDIS_URL:
        layer = "channels_redis.pubsub.RedisPubSubChannelLayer"
        return {"default": {"BACKEND": layer, "CONFIG": {"hosts": [REDIS_URL], "prefix": "consult"}}}
    return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
