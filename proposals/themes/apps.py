from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "proposals.themes"
    label = "themes"
