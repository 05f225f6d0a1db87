"""The style sheet of the site's brand."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.context import brand_of


@require_safe
@cache_control(public=True, max_age=3600)
def brand_css(request):
    return HttpResponse(brand_of(request)["css"], content_type="text/css; charset=utf-8")
