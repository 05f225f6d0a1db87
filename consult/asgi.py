"""The ASGI application: pages by Django, the one read-only socket by Channels."""

import os
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings.production")
os.environ.setdefault("CONSULT_PROCESS", "web")

# WhiteNoise hands out small files, which may be read whole before they are sent.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

from django.core.asgi import get_asgi_application  # noqa: E402

django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from .garbage import collect_seldom  # noqa: E402

# Named by string: wiring knows the apps above it without importing them.
application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": import_string("proposals.live.routing.application"),
    }
)
collect_seldom()
