from django.apps import AppConfig


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Consult"

    def ready(self):
        from . import (
            checks,  # noqa: F401  registers the system checks
            rules,  # noqa: F401  registers the permissions
        )
