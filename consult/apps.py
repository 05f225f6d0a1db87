from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Consult"

    def ready(self):
        from . import (
            checks,  # noqa: F401  registers the system checks
            invitations,  # noqa: F401  registers the words of their letter
            rules,  # noqa: F401  registers the permissions
        )
        from .cache import create_limits_table

        post_migrate.connect(create_limits_table, sender=self)
