"""What every template may ask about the site; nothing is looked up before it is asked for."""

from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject, lazystr
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

KEPT_FOR = 60


def site(request):
    """Names of the site and its body, whether it is the demo, and the languages to choose from."""
    found = SimpleLazyObject(lambda: Site.find_for_request(request))
    return {
        "site_name": lazystr(SimpleLazyObject(lambda: _site_name(found))),
        "body_name": lazystr(SimpleLazyObject(lambda: _body_name(found))),
        "site_strapline": _("Have your say"),
        "demo": settings.CONSULT_DEMO,
        "languages": SimpleLazyObject(lambda: _languages(request)),
    }


def _site_name(found):
    return (found and found.site_name) or settings.WAGTAIL_SITE_NAME


def _body_name(found):
    if not found:
        return ""
    return cache.get_or_set(_key(found.pk), lambda: str(getattr(found, "body", "")), KEPT_FOR)


def _key(site_id):
    return f"body:{site_id}"


@receiver([post_save, post_delete], sender="consult.Body")
def forget_body(instance, **_kwargs):
    cache.delete(_key(instance.site_id))


def _languages(request):
    """(code, own name, address of this page in it) for each language the interface speaks."""
    path = request.get_full_path()
    return [
        (code, get_language_info(code)["name_local"].capitalize(), translate_url(path, code))
        for code, _name in settings.LANGUAGES
    ]
