"""What templates may ask about the brand; looked up once a minute at most."""

import hashlib

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, lazystr
from wagtail.models import Site

from consult.context import site as site_context

from .models import SiteBrand

KEPT_FOR = 60
NOTHING = {"name": "", "strapline": "", "logo": None, "css": "", "version": ""}


def brand(request):
    """Name, strapline and logo where an editor gave them, and the address of the brand's style sheet."""
    usual = site_context(request)
    found = SimpleLazyObject(lambda: brand_of(request))
    return {
        "site_name": lazystr(SimpleLazyObject(lambda: str(found["name"] or usual["site_name"]))),
        "site_strapline": lazystr(
            SimpleLazyObject(lambda: str(found["strapline"] or usual["site_strapline"]))
        ),
        "site_logo": SimpleLazyObject(lambda: found["logo"]),
        "brand_css_url": lazystr(SimpleLazyObject(lambda: found["version"] and _address(found["version"]))),
    }


def brand_of(request):
    """{name, strapline, logo, css, version} of the site asked for."""
    site = Site.find_for_request(request)
    if site is None:
        return NOTHING
    kept = cache.get(_key(site.pk))
    if kept is None:
        kept = _looked_up(site)
        cache.set(_key(site.pk), kept, KEPT_FOR)
    return kept


def _looked_up(site):
    found = SiteBrand.objects.filter(site=site).select_related("logo").first()
    if found is None:
        return NOTHING
    css = found.as_css()
    words = {"name": found.name, "strapline": found.strapline, "logo": found.logo_shown()}
    return words | {"css": css, "version": hash_of(css)}


def hash_of(css):
    """A short name for this content, so that browsers keep a style sheet until it changes."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def _address(version):
    return f"{reverse('brand_css')}?v={version}"


def _key(site_id):
    return f"brand:{site_id}"


@receiver([post_save, post_delete], sender=SiteBrand)
def forget_brand(instance, **_kwargs):
    cache.delete(_key(instance.site_id))
