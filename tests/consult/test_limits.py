"""Rate limits: so many in a window, told when to come back, counted whatever happens to the cache."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import DatabaseError

from consult import limits
from consult.cache import CountingDatabaseCache, CountingRedisCache
from consult.errors import Refused
from consult.limits import address_of, allow

# Noon: the beginning of every window that divides a day.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shared_counter():
    """Each test starts with a reachable counter and an empty one of its own."""
    limits._away["until"] = 0.0
    limits._local.clear()


def refused_on(tries, key="vote:1", times=3, seconds=60):
    """The numbers of those tries that were refused."""
    refused = []
    for number in range(1, tries + 1):
        try:
            allow(key, times, seconds)
        except Refused:
            refused.append(number)
    return refused


@time_machine.travel(NOON, tick=False)
def test_allow_within_the_limit_passes_and_beyond_it_refuses():
    assert refused_on(5) == [4, 5]


@time_machine.travel(NOON, tick=False)
def test_allow_counts_each_key_alone():
    assert refused_on(3, key="vote:1") == refused_on(3, key="vote:2") == []


def test_allow_in_the_next_window_passes_again():
    with time_machine.travel(NOON, tick=False):
        assert refused_on(4) == [4]
    with time_machine.travel(NOON + timedelta(seconds=60), tick=False):
        assert refused_on(3) == []


@time_machine.travel(NOON + timedelta(seconds=20), tick=False)
def test_refusal_says_when_to_come_back():
    with pytest.raises(Refused) as caught:
        allow("x", 0, 60)
    assert (caught.value.status, caught.value.code, caught.value.retry_after) == (429, "too_often", 41)
    assert str(caught.value).endswith("Try again in 41 seconds.")


@time_machine.travel(NOON, tick=False)
def test_refusal_with_a_long_wait_speaks_of_minutes():
    with pytest.raises(Refused, match="Try again in 61 minutes"):
        allow("x", 0, 3600)


class BrokenCache:
    """A counter that is away."""

    def __init__(self, error):
        self.error = error

    def add(self, *args, **kwargs):
        raise self.error


@pytest.mark.parametrize("error", [DatabaseError("gone"), ConnectionError("refused"), ValueError("lost")])
@time_machine.travel(NOON, tick=False)
def test_allow_while_the_counter_is_away_counts_in_this_process(error, settings):
    caches["limits"] = BrokenCache(error)
    try:
        assert refused_on(5) == [4, 5]
    finally:
        del caches["limits"]


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_database_counter_counts_and_refuses():
    caches["limits"] = CountingDatabaseCache("consult_limits", {"TIMEOUT": 3600})
    try:
        assert refused_on(5) == [4, 5]
    finally:
        del caches["limits"]
    assert limits._away["until"] == 0.0


@pytest.mark.parametrize(
    "proxies, remote, forwarded, address",
    [
        (0, "192.0.2.7", None, "192.0.2.7"),
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, "192.0.2.7", None, "192.0.2.7"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
    ],
)
def test_address_is_what_trusted_proxies_say(rf, settings, proxies, remote, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR=remote)) == address


@time_machine.travel(NOON, tick=False)
def test_allow_counts_in_redis_and_the_count_is_forgotten_after_the_window(settings, monkeypatch):
    if "redis" not in str(settings.CACHES["default"].get("LOCATION")):
        pytest.skip("needs Redis")
    counter = CountingRedisCache(settings.CACHES["default"]["LOCATION"], {"KEY_PREFIX": "limits-test"})
    counter.clear()
    monkeypatch.setattr(limits, "caches", {"limits": counter})
    assert refused_on(5) == [4, 5]
    client = counter._cache.get_client()
    (key,) = client.keys("limits-test:*")
    assert (client.get(key), 60 < client.ttl(key) <= 120, limits._away["until"]) == (b"5", True, 0.0)
