"""The ASGI application: pages by Django, the one read-only socket by Channels."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings.production")
os.environ.setdefault("CONSULT_PROCESS", "web")

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

# Named by string: wiring knows the apps above it without importing them.
application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": import_string("proposals.live.routing.application"),
    }
)
