"""Every address of the site: wiring only, the apps above are named by string."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .api import api
from .views import changes, invitations, media, notices, operations, outbox, profile, rehearsals, staff
from .views.styleguide import styleguide

handler500 = "consult.views.failures.server_error"

# These have no language in front of them: machines and staff ask for them.
urlpatterns = [
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("styleguide/", styleguide, name="styleguide"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<str:name>/", outbox.letter, name="outbox_letter"),
    path("outbox/<str:name>/html/", outbox.letter_html, name="outbox_letter_html"),
    path("api/v1/", api.urls),
    path("cms/login/", staff.staff_login),
    path("_util/login/", staff.staff_login),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:path>", media.picture, name="picture"),
    path("i18n/", include("django.conf.urls.i18n")),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("me/", profile.profile, name="profile"),
    path("me/leave/", profile.leave, name="leave"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/stop/<str:key>/", notices.stop, name="stop_notices"),
    path("me/notices/<int:pk>/", notices.show_notice, name="notice"),
    path("invitations/<str:code>/", invitations.invitation, name="invitation"),
    path("rehearse/<str:key>/", rehearsals.rehearse, name="rehearse"),
    path("consultations/<slug:slug>/changes/", changes.changes, name="changes"),
    *[path("", include(name)) for name in settings.CONSULT_URLS],
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
