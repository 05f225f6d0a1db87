"""What an import would change, worked out before anything is written."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from proposals.themes.enums import ThemeState
from proposals.themes.models import Theme, ThemeAssignment

from .tables import Faults


@dataclass
class Plan:
    """new: [(key, name)]; reworded: [(theme, name, definition)]; decided: themes that become confirmed; same:
    themes that stay as they are. moved: {text id: [key]}, kept: how many texts are where the file says."""

    new: list = field(default_factory=list)
    reworded: list = field(default_factory=list)
    decided: list = field(default_factory=list)
    same: int = 0
    moved: dict = field(default_factory=dict)
    kept: int = 0
    seen: list = field(default_factory=list)

    @property
    def digest(self):
        """Of every change and of everything it would change, as it stands now."""
        return hashlib.sha256(json.dumps(self.seen, sort_keys=True).encode()).hexdigest()

    @property
    def is_empty(self):
        return not (self.new or self.reworded or self.decided or self.moved)


def payload_of(run, themes, mapping, ids):
    """What is kept of the files; Invalid for keys and responses that nobody knows, by row and column.

    themes: [ThemeLine]; mapping: [MappingLine]; ids: {response id: contribution id}.
    """
    faults = Faults()
    standing = {theme.stable_key: theme for theme in Theme.objects.of_run(run)}
    _check_names(themes, standing, faults)
    faults.raise_any("themes")
    keys = {theme.key for theme in themes}
    keys |= {key for key, theme in standing.items() if theme.state != ThemeState.DISMISSED}
    labels: dict = defaultdict(list)
    for line in mapping:
        if line.response not in ids:
            words = _("“%(id)s” is no response of this run.")
            faults.add(line.row, "response_id", words % {"id": line.response})
        elif line.key and line.key not in keys:
            faults.add(line.row, "theme_key", _("there is no theme “%(key)s”.") % {"key": line.key})
        else:
            labels[ids[line.response]] += [[line.key, line.stance]] if line.key else []
    faults.raise_any("mapping")
    return {
        "themes": [[theme.key, theme.name, theme.definition] for theme in themes],
        "mapping": [[text, found] for text, found in labels.items()],
    }


def _check_names(themes, standing, faults):
    """The same name under two keys would be two themes nobody can tell apart."""
    named = {
        theme.name.casefold(): key for key, theme in standing.items() if theme.state != ThemeState.DISMISSED
    }
    for line in themes:
        other = named.setdefault(line.name.casefold(), line.key)
        if other != line.key:
            words = _("“%(name)s” is the name of the theme %(key)s already. Use that key.")
            faults.add(line.row, "name", words % {"name": line.name, "key": other})


def plan_of(run, payload):
    """The Plan of a payload against the run as it stands now."""
    standing = {theme.stable_key: theme for theme in Theme.objects.of_run(run)}
    plan = Plan()
    for key, name, definition in payload["themes"]:
        _plan_theme(plan, standing.get(key), key, name, definition)
    _plan_mapping(plan, run, payload["mapping"])
    return plan


def _plan_theme(plan, theme, key, name, definition):
    if theme is None:
        plan.new.append((key, name))
        plan.seen.append(["new", key, name, definition])
        return
    changed = (theme.name, theme.definition) != (name, definition)
    decided = theme.state != ThemeState.CONFIRMED
    if changed:
        plan.reworded.append((theme, name, definition))
    if decided:
        plan.decided.append(theme)
    if changed or decided:
        plan.seen.append(["theme", theme.pk, theme.version, name, definition])
    plan.same += not (changed or decided)


def _plan_mapping(plan, run, mapping):
    now_in = _themes_of_texts(run, [text for text, _labels in mapping])
    for text, labels in mapping:
        keys = [key for key, _stance in labels]
        if now_in[text] == set(keys):
            plan.kept += 1
        else:
            plan.moved[text] = keys
            plan.seen.append(["text", text, sorted(now_in[text]), keys])


def _themes_of_texts(run, texts):
    """{text id: keys of the standing themes it is surely in}."""
    found: dict = defaultdict(set)
    rows = ThemeAssignment.objects.of_people().filter(run=run, theme__state__in=ThemeState.standing())
    wanted = set(texts)
    for text, key in rows.values_list("contribution_id", "theme__stable_key"):
        if text in wanted:
            found[text].add(key)
    return found
