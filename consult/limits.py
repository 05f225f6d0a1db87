"""How often somebody may do something; counted in the cache `limits`, and in this process when that fails."""

import hashlib
import ipaddress
import time

import structlog
from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .cache import CountingRedisCache, unreachable
from .errors import Refused

log = structlog.get_logger(__name__)

LEAVE_ALONE = 5  # seconds without the shared counter after a failure

_away = {"until": 0.0}
_local = LocMemCache("limits-away", {"OPTIONS": {"MAX_ENTRIES": 100_000}})


def allow(key, times, seconds):
    """Count one act of `key` and let it pass, or raise Refused (429) once `times` are used up.

    `seconds` is the length of a fixed window. Call it outside a transaction: a rollback must not
    give the try back. The key may hold an address; only its hash is kept.
    """
    window, passed = divmod(time.time(), seconds)
    counted = _count(f"{_hashed(key)}:{seconds}:{int(window)}", seconds)
    if counted > times:
        raise _too_often(int(seconds - passed) + 1)


def address_of(request):
    """Where a request comes from, told by trusted proxies alone; all of an IPv6 household counts as one."""
    address = get_adapter().get_client_ip(request)
    try:
        network = ipaddress.IPv6Network(f"{address}/64", strict=False)
    except ValueError:
        return address
    return str(network.network_address)


def _hashed(key):
    return hashlib.sha256(str(key).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _count(key, seconds):
    if time.monotonic() >= _away["until"]:
        try:
            return _increase(caches["limits"], key, seconds)
        except Exception as error:
            if not (unreachable(error) or isinstance(error, ValueError)):
                raise
            _away["until"] = time.monotonic() + LEAVE_ALONE
            log.warning("limits counted in this process", error=type(error).__name__)
    return _increase(_local, key, seconds)


def _increase(cache, key, seconds):
    if isinstance(cache, CountingRedisCache):
        return cache.count(key, seconds + 60)
    cache.add(key, 0, timeout=seconds + 60)
    return cache.incr(key)


def _too_often(wait):
    reason = _("You have done this very often in a short time.") + " "
    if wait <= 90:
        reason += ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", wait) % {"n": wait}
    else:
        minutes = -(-wait // 60)
        reason += ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {
            "n": minutes
        }
    return Refused("too_often", reason, status=429, retry_after=wait)
