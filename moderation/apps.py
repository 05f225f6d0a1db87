from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self):
        from . import (
            closing_lines,  # noqa: F401  says what is still open at a freeze
            lifelines,  # noqa: F401  tells the line of each contribution
            live,  # noqa: F401  registers the topic of the queue
            notices,  # noqa: F401  registers the letters
            receivers,  # noqa: F401  listens to the floors below
            rules,  # noqa: F401  registers the permissions
        )
