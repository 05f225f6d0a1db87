from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self):
        from . import (
            audit,  # noqa: F401  says what the log sealed
            closing_lines,  # noqa: F401  says what is still open at a freeze
            notices,  # noqa: F401  says where people without an account can be written to
            receivers,  # noqa: F401  hears the floor below
            rules,  # noqa: F401  registers the permissions
        )
