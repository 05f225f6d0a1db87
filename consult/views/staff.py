"""The one door: Wagtail's own log-in pages would count no attempts and know no second factor."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def staff_login(request):
    """Send staff to the door of everybody, and back to where they were going."""
    if request.user.is_authenticated:
        return redirect("wagtailadmin_home")
    return redirect_to_login(request.GET.get("next") or "/cms/")
