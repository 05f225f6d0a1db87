"""What the site can do without for a while: said once when it goes away, and once when it is back."""

import threading
import time

import structlog

log = structlog.get_logger(__name__)


class Outage:
    """Whether something is away. Everybody who meets it says so; only what changes is written down."""

    def __init__(self, name):
        self.name = name
        self._since = None
        self._changing = threading.Lock()

    @property
    def lasts(self):
        return self._since is not None

    def begins(self, error):
        with self._changing:
            if self.lasts:
                return
            self._since = time.monotonic()
        log.warning(f"{self.name} away", error=type(error).__name__)

    def ends(self):
        if not self.lasts:
            return
        with self._changing:
            since, self._since = self._since, None
        if since is not None:
            log.warning(f"{self.name} back", seconds=round(time.monotonic() - since, 1))


CACHE = Outage("cache")
CHANNEL_LAYER = Outage("channel layer")


def is_lost_connection(error):
    """Whether a server could not be reached; asked of the error, since importing its client is slow."""
    return isinstance(error, OSError) or type(error).__module__.startswith("redis.")
