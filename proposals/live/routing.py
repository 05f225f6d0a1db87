"""The one address of the live channel, open to pages of this site only."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from .consumers import LiveConsumer

ADDRESS = "/ws/"

_consumer = LiveConsumer()


async def application(scope, receive, send):
    """Turn away other addresses and other sites before anything is looked up."""
    if scope["path"] == ADDRESS and is_same_origin(scope):
        await _consumer(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 4003})


def is_same_origin(scope):
    """A browser names the page's origin: it has to be the host that is asked, and one of ours."""
    request = HttpRequest()
    request.META = {"HTTP_HOST": only(b"host", scope)}
    try:
        origin = urlsplit(only(b"origin", scope))
        return origin.scheme in ("http", "https") and origin.netloc.lower() == request.get_host().lower()
    except (DisallowedHost, ValueError):
        return False


def only(name, scope):
    """The value of a header; of one that comes twice nobody can say which a proxy has looked at."""
    values = [value for key, value in scope.get("headers", ()) if key == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""
