"""Recording what a person does to themes and passages, cell by cell, so that it can be taken back.

`ThemeEdit.inverse` is {"theme": rows, "assignment": rows, "label": rows}, rows = {id: [before, after]}. Each
side is {field: plain value} of the fields that changed; None before means that the edit made the row, None
after that it took the row away (then `before` is the whole row).
"""

from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.events import record
from proposals.themes.enums import RunState
from proposals.themes.models import ImportedLabel, Theme, ThemeAssignment, ThemeEdit, ThemeRun

from .recounts import recount_after_edit

TABLES = {"theme": Theme, "assignment": ThemeAssignment, "label": ImportedLabel}
LONGEST_REASON = 300
CHUNK = 500
CREATED_OR_GONE = "*"
# They rise with each edit and with each undoing of one.
COUNTERS = {"definition_version"}


@contextmanager
def editing(*, by, run, kind, act, reason="", target=None, **said):
    """A transaction in which one edit of a run is made, alone; yields the Edit, which notes what changes.

    At its end it counts again, keeps the ThemeEdit, logs `act` and tells open pages. An edit that changed
    nothing leaves nothing behind. `said`: what the history prints. Raises Refused.
    """
    check("themes.edit", by, run)
    if run.state != RunState.DONE:
        raise Refused("run_unfinished", _("Wait until the run has ended."), 409)
    with transaction.atomic():
        run = lock(run)
        check("themes.edit", by, run)
        edit = Edit(run, by, kind, reason, said)
        yield edit
        if any(edit.rows.values()):
            edit.keep(act, target)


def lock(run):
    """The run, which nobody else edits until the transaction ends."""
    rows = ThemeRun.objects.select_for_update(of=("self",)).select_related("consultation", "snapshot")
    return rows.get(pk=run.pk)


def last_number(run):
    """The number of the last thing done or undone in a run: what a page says it has seen."""
    last = ThemeEdit.objects.filter(run=run).aggregate(made=Max("number"), undone=Max("undone_number"))
    return max(last["made"] or 0, last["undone"] or 0)


def edits_since(run, seen):
    """What was done or undone in a run after edit number `seen`; nothing for a page that saw none."""
    edits = ThemeEdit.objects.filter(run=run)
    if seen is None:
        return edits.none()
    return edits.filter(Q(number__gt=seen) | Q(undone_number__gt=seen))


def cleaned_reason(reason, *, required=False):
    """The reason in one line; Invalid when it is missing or too long."""
    reason = " ".join(reason.split())
    if required and not reason:
        raise Invalid({"reason": [_("Say why. The report’s method log shows it.")]})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": [_("Keep the reason to 300 characters or fewer.")]})
    return reason


class Edit:
    """One edit while it is made."""

    def __init__(self, run, by, kind, reason, said):
        self.run, self.by, self.kind, self.reason, self.said = run, by, kind, reason, said
        self.rows: dict[str, dict] = {name: {} for name in TABLES}
        self.themes, self.texts = set(), set()
        self.made = None  # the ThemeEdit, once it is kept

    def fresh(self, theme, version=None):
        """The theme as it stands now; Stale when that is not the version the person saw."""
        now_standing = Theme.objects.select_related("codebook__run__consultation").get(pk=theme.pk)
        if now_standing.version != (theme.version if version is None else version):
            raise Stale
        self.themes.add(theme.pk)
        return now_standing

    def unchanged(self, passages, seen):
        """Stale when one of these passages was edited since the page had seen edit number `seen`."""
        wanted = {str(passage.pk) for passage in passages}
        for inverse in edits_since(self.run, seen).values_list("inverse", flat=True):
            if wanted & inverse["assignment"].keys():
                raise Stale

    def contents_unchanged(self, themes, seen):
        """Stale when something went into one of these themes, or left it, since edit number `seen`."""
        if edits_since(self.run, seen).filter(themes__in=themes).exists():
            raise Stale

    def themes_unchanged(self, seen):
        """Stale when anything of the run was edited since edit number `seen`."""
        if edits_since(self.run, seen).exists():
            raise Stale

    def change(self, rows, **values):
        """Write the same values into rows of one table; only what differs is noted."""
        touched = [row for row in rows if self._note_change(row, values)]
        if not touched:
            return
        model = type(touched[0])
        versioned = {"version": F("version") + 1} if model is Theme else {}
        for start in range(0, len(touched), CHUNK):
            chunk = [row.pk for row in touched[start : start + CHUNK]]
            model.objects.filter(pk__in=chunk).update(**values, **versioned)

    def _note_change(self, row, values):
        cells = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not cells:
            return False
        noted = cells.keys() - COUNTERS
        before = {name: plain(getattr(row, name)) for name in noted}
        self._touch(row, cells)
        for name, value in cells.items():
            setattr(row, name, value)
        self._note(row, before, {name: plain(cells[name]) for name in noted})
        return True

    def _touch(self, row, cells):
        if isinstance(row, Theme):
            self.themes |= {row.pk, row.parent_id, cells.get("parent_id")} - {None}
            if "state" in cells:
                self.texts |= set(row.assignments.values_list("contribution_id", flat=True))
        else:
            self.themes |= {row.theme_id, cells.get("theme_id", row.theme_id)}
            self.texts.add(row.contribution_id)

    def _note(self, row, before, after):
        table = self.rows[table_of(row)]
        first, left = table.pop(str(row.pk), (before, {}))
        if first is None and after is None:
            return  # made and removed in one edit
        whole = None if first is None else {**before, **first}
        table[str(row.pk)] = [whole, None if after is None else {**left, **after}]

    def create(self, rows):
        """Make rows of one table."""
        for row in type(rows[0]).objects.bulk_create(rows, batch_size=CHUNK) if rows else []:
            self._touch(row, {})
            self._note(row, None, {})
        return rows

    def delete(self, passages):
        """Take passages, or labels, out of the run, kept as they were."""
        passages = list(passages)
        for row in passages:
            self._touch(row, {})
            self._note(
                row, {f.attname: plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}, None
            )
        ids = [row.pk for row in passages]
        for start in range(0, len(ids), CHUNK):
            type(passages[0]).objects.filter(pk__in=ids[start : start + CHUNK]).delete()

    def keep(self, act, target):
        """Count again, then write the edit, the log and the event."""
        recount_after_edit(self.run, *Theme.objects.filter(pk__in=self.themes), texts=self.texts)
        made = ThemeEdit.objects.create(
            run=self.run,
            number=last_number(self.run) + 1,
            kind=self.kind,
            user=self.by,
            reason=self.reason,
            said={**self.said, "texts": len(self.texts)},
            inverse=self.rows,
        )
        made.themes.set(self.themes)
        self.made = made
        details = {"edit": made.number, "themes": sorted(self.themes)[:CHUNK], "texts": len(self.texts)}
        log(act=act, by=self.by, consultation=self.run.consultation, target=target or made, details=details)
        record((self.run.topic, "themes.edited", made.pk))


def table_of(row):
    return next(name for name, model in TABLES.items() if isinstance(row, model))


def plain(value):
    """A cell as JSON can hold it."""
    return value.isoformat() if isinstance(value, datetime) else value


def cells_of(inverse):
    """{(table, id, field)} that an edit touched; the field is "*" where it made or removed the row."""
    cells = set()
    for table, rows in inverse.items():
        for key, (before, after) in rows.items():
            fields = [CREATED_OR_GONE] if before is None or after is None else before
            cells |= {(table, key, name) for name in fields}
    return cells
