"""Cache back-ends which never take a page down with them, and never forget to count."""

import time

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.core.management import call_command
from django.db import DatabaseError, connections, router, transaction

from .outages import CACHE, is_lost_connection

LEAVE_ALONE = 5  # seconds without Redis after a failure: each try costs its time-out
# allauth's attempt counters and used codes: a miss would mean "allowed", so this process counts instead.
COUNTED = "allauth"


def unreachable(error):
    """Whether the server behind a cache is away: Redis, or the database."""
    return isinstance(error, DatabaseError) or is_lost_connection(error)


_away = {"until": 0.0}
_local = LocMemCache("redis-away", {})


def _guarded(operation, missing):
    """The Redis operation, or what a miss looks like while Redis is away."""

    def call(self, key, *args, **kwargs):
        if time.monotonic() >= _away["until"]:
            try:
                found = getattr(RedisCache, operation)(self, key, *args, **kwargs)
            except Exception as error:
                if not unreachable(error):
                    raise
                _away["until"] = time.monotonic() + LEAVE_ALONE
                CACHE.begins(error)
            else:
                CACHE.ends()
                return found
        if isinstance(key, str) and key.startswith(COUNTED):
            return getattr(_local, operation)(key, *args, **kwargs)
        return missing(*args, **kwargs)

    return call


def _nothing(*_args, **_kwargs):
    return None


def _false(*_args, **_kwargs):
    return False


class RedisOrMiss(RedisCache):
    """Redis for fragments: unreachable means empty, noted once, asked again after a pause."""

    get = _guarded("get", lambda default=None, version=None: default)
    set = _guarded("set", _nothing)
    add = _guarded("add", _false)
    touch = _guarded("touch", _false)
    delete = _guarded("delete", _false)
    has_key = _guarded("has_key", _false)
    get_many = _guarded("get_many", lambda version=None: {})
    set_many = _guarded("set_many", lambda timeout=DEFAULT_TIMEOUT, version=None: [])
    delete_many = _guarded("delete_many", _nothing)


class CountingRedisCache(RedisCache):
    """Redis as a counter: one way there and back instead of three."""

    def count(self, key, timeout):
        """One more; the key is forgotten `timeout` seconds after the last one."""
        key = self.make_and_validate_key(key)
        with self._cache.get_client(key, write=True).pipeline(transaction=False) as pipe:
            pipe.incr(key)
            pipe.expire(key, timeout)
            counted, _renewed = pipe.execute()
        return counted


def create_limits_table(using, **_kwargs):
    """Make the table of the counters with every other one, whichever cache is in use at the time."""
    call_command("createcachetable", settings.CONSULT_LIMITS_TABLE, database=using, verbosity=0)


class CountingDatabaseCache(DatabaseCache):
    """The database as a counter: what `incr` answers was written, or it raises."""

    def incr(self, key, delta=1, version=None):
        connection = connections[router.db_for_write(self.cache_model_class)]
        with transaction.atomic(using=connection.alias):
            self._take_turn(connection, key)
            value = self.get(key, version=version)
            if value is None:
                raise ValueError(f"Key '{key}' not found")
            stored_under = self.make_and_validate_key(key, version=version)
            if not self._base_set("set", stored_under, value + delta):  # type: ignore[attr-defined]
                raise DatabaseError("The counter could not be written.")
        return value + delta

    def _take_turn(self, connection, key):
        """SQLite's transactions are one at a time already; PostgreSQL's take a lock on the key."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
