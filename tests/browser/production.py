"""The site as production serves it: static files hashed and compressed, by a server of its own."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.management import call_command
from django.test import override_settings

from tests.browser.server import Server

OURS = ["consult", "proposals", "proposals.themes", "moderation", "cms"]


class OwnFiles(AppDirectoriesFinder):
    """Finds our own files alone: those of the editors' pages are many, and no visitor asks for them."""

    def __init__(self, app_names=None, *args, **kwargs):
        super().__init__(OURS, *args, **kwargs)


@contextmanager
def static_as_in_production(folder):
    """Collects, hashes and compresses our static files, and lets WhiteNoise serve them from there."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "consult.static_storage.HashedFiles"}}
    given = {
        "STATIC_ROOT": folder,
        "STORAGES": storages,
        "STATICFILES_FINDERS": ["tests.browser.production.OwnFiles"],
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_AUTOREFRESH": False,
    }
    with override_settings(**given):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@contextmanager
def served():
    """The address of a server that was started under the present settings."""
    from channels.routing import ProtocolTypeRouter
    from django.core.asgi import get_asgi_application
    from django.utils.module_loading import import_string

    socket = import_string("proposals.live.routing.application")
    server = Server(ProtocolTypeRouter({"http": get_asgi_application(), "websocket": socket}))
    server.start()
    yield server.url
    server.stop()
