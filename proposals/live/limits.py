"""How much of the live channel one socket, one session or one address may have, and how often a hub looks."""

from dataclasses import dataclass, field

from django.conf import settings


def _sockets_an_address():
    return settings.CONSULT_LIVE_SOCKETS_AN_ADDRESS


@dataclass(frozen=True)
class Limits:
    """The bounds of a hub and its sockets; sizes in octets, times in seconds."""

    # A socket's queue: one more frame or octet, and its reader is too slow to keep.
    frames: int = 256
    octets: int = 1024 * 1024
    # A socket that took nothing for this long after its queue overflowed is given up without a goodbye.
    stalled: float = 20.0

    topics_a_socket: int = 64
    subscribes_a_second: int = 20
    refusals: int = 100  # frames refused after which a socket is closed as misused
    sockets_a_session: int = 10
    # Readers who did nothing yet have no session. A household, a school or a library shares an address.
    sockets_an_address: int = field(default_factory=_sockets_an_address)

    replayed: int = 500  # events; a page that missed more is fetched again
    beat: float = 1.0  # between two questions whether a topic moved
    rights_kept: float = 1.0
