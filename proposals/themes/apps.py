from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "proposals.themes"
    label = "themes"

    def ready(self):
        from . import (
            follow_notices,  # noqa: F401  registers the letters to followers
            late_lines,  # noqa: F401  tells the line of what came too late
            lifelines,  # noqa: F401  tells the line of each submission
            live,  # noqa: F401  lets analysts follow a run
            notices,  # noqa: F401  registers the letters
            receivers,  # noqa: F401  listens to the floors below
            rules,  # noqa: F401  registers the permissions
        )
        from .reports import checks  # noqa: F401  registers the lines of the publish gate
