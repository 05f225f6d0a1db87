from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(AppConfig):
    name = "cms"
    default = True

    def ready(self):
        from . import (
            notices,  # noqa: F401  registers the words of notices
            receivers,  # noqa: F401  hears Wagtail publish
        )

        self._ask_for_the_public_name()

    def _ask_for_the_public_name(self):
        """Wagtail has no setting for the form of one's own name."""
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from .views.users import PublicNameForm

        NameEmailSettingsPanel.form_class = PublicNameForm


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's list of people, with forms that know our accounts."""

    user_viewset = "cms.views.users.UserViewSet"
