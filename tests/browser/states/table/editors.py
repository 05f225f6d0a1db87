"""Wagtail's pages that editors, owners and administrators use most."""

from .state import State


def tab(name):
    """One of the parts of a consultation's page."""
    return lambda page: page.get_by_role("tab", name=name).click()


def editing(town):
    return f"/cms/pages/{town.draft.pk}/edit/"


def consultations(town):
    return f"/cms/pages/{town.draft.get_parent().pk}/"


EDITORS = [
    State("dashboard", "/cms/", "editor"),
    State("explorer", consultations, "editor"),
    State("editing", editing, "editor", tab("Words")),
    State("editing-promise", editing, "editor", tab("Promise")),
    State("editing-phases", editing, "editor", tab("Phases")),
    State("editing-questions", editing, "editor", tab("Questions and rules")),
    State("editing-settings", editing, "editor", tab("Settings")),
    State("rehearsal", lambda town: f"/cms/rehearsals/{town.draft.pk}/", "editor"),
    State("images", "/cms/images/", "editor"),
    State("people", lambda town: f"/cms/people/{town.empty.pk}/", "owner"),
    State("people-choose", "/cms/people/", "owner"),
    State("leaflets", lambda town: f"/cms/leaflets/{town.empty.pk}/", "owner"),
    State("leaflets-sheet", lambda town: f"/cms/leaflets/{town.leaflets.pk}/sheet/", "owner"),
    State("brand", "/cms/settings/cms/sitebrand/", "admin"),
    State("body", "/cms/body/", "admin"),
]
