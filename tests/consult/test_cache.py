"""The fragment cache: Redis away is a miss, never an error; counters go on counting."""

import pytest

from consult import cache
from consult.cache import RedisOrMiss

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def away():
    """A cache whose Redis cannot be reached."""
    cache._away["until"] = 0.0
    cache._local.clear()
    options = {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}
    yield RedisOrMiss(NOBODY_LISTENS, {"OPTIONS": options})
    cache._away["until"] = 0.0


@pytest.mark.parametrize(
    "ask, miss",
    [
        (lambda redis: redis.get("a"), None),
        (lambda redis: redis.get("a", "default"), "default"),
        (lambda redis: redis.set("a", 1), None),
        (lambda redis: redis.add("a", 1), False),
        (lambda redis: redis.touch("a"), False),
        (lambda redis: redis.delete("a"), False),
        (lambda redis: redis.has_key("a"), False),
        (lambda redis: "a" in redis, False),
        (lambda redis: redis.get_many(["a", "b"]), {}),
        (lambda redis: redis.set_many({"a": 1}), []),
        (lambda redis: redis.delete_many(["a"]), None),
        (lambda redis: redis.get_or_set("a", lambda: 7), 7),
    ],
)
def test_operation_while_redis_is_away_is_a_miss(away, ask, miss):
    assert ask(away) == miss


def test_redis_away_is_asked_once_and_then_left_alone(away):
    away.get("a")
    until = cache._away["until"]
    away.get("a")
    assert cache._away["until"] == until > 0


def test_counter_of_attempts_while_redis_is_away_is_kept_in_this_process(away):
    key = "allauth:rl:login:1"
    assert away.get(key, []) == []
    away.set(key, [1.0], 60)
    assert away.get(key) == [1.0]


def test_code_used_twice_while_redis_is_away_is_noticed(away):
    key = "allauth.mfa.totp.used?user=1&code=123456"
    assert (away.add(key, "y", timeout=30), away.add(key, "y", timeout=30)) == (True, False)
