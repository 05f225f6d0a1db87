"""Taking an edit back: every cell as it was, unless somebody has touched it since."""

from django.db import transaction
from django.db.models import F, ProtectedError, Q
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.events import record
from proposals.themes.models import ImportedLabel, Theme, ThemeAssignment, ThemeEdit

from .editing import CHUNK, CREATED_OR_GONE, TABLES, cells_of, last_number, lock, plain
from .recounts import recount_after_edit

WORDS = {"definition", "includes", "excludes"}


def undo_edit(*, by, edit):
    """Put back what an edit changed; the edit stays in the history, marked as undone.

    Any edit can be undone whose cells no later edit touched, the last one always. Raises Refused, which
    names the later edit.
    """
    check("themes.edit", by, edit)
    with transaction.atomic():
        run = lock(edit.run)
        check("themes.edit", by, run)
        edit = ThemeEdit.objects.get(pk=edit.pk)
        if edit.undone_at:
            raise Refused("undone_already", _("This edit is undone already."), 409)
        _check_untouched(edit)
        themes = set(edit.themes.values_list("pk", flat=True))
        texts = _texts_of(edit.inverse)
        _put_back(edit.inverse)
        texts |= _texts_of(edit.inverse)
        recount_after_edit(run, *Theme.objects.filter(pk__in=themes), texts=texts)
        _mark(run, edit, by)
    return edit


def _mark(run, edit, by):
    edit.undone_at, edit.undone_by, edit.undone_number = now(), by, last_number(run) + 1
    edit.save(update_fields=["undone_at", "undone_by", "undone_number"])
    log(act="edit.undone", by=by, consultation=run.consultation, target=edit, details={"edit": edit.number})
    record((run.topic, "themes.edited", edit.pk))


def _check_untouched(edit):
    own = cells_of(edit.inverse) | _places_needed(edit.inverse)
    rows = {(table, key) for table, key, _field in own}
    whole = {(table, key) for table, key, field in own if field == CREATED_OR_GONE}
    made = [int(key) for key, (before, _after) in edit.inverse["theme"].items() if before is None]
    later = ThemeEdit.objects.filter(run=edit.run, number__gt=edit.number, undone_at=None).order_by("number")
    using = set(later.filter(themes__in=made).values_list("pk", flat=True)) if made else set()
    for each in later:
        cells = cells_of(each.inverse)
        gone = {(table, key) for table, key, field in cells if field == CREATED_OR_GONE}
        if (
            each.pk in using
            or cells & own
            or gone & rows
            or whole & {(table, key) for table, key, _field in cells}
        ):
            raise Refused("edited_since", _touched_since(each), 409)
    if not _stands_as_left(edit.inverse):
        raise Refused("changed_since", _("This has changed since, so it cannot be undone by itself."), 409)


def _touched_since(later):
    said = _("Edit %(number)d came later and touched the same. Undo that one first.")
    return said % {"number": later.number}


def _places_needed(inverse):
    """Passages go back to where they came from, so those themes must still stand as they did."""
    befores = [before for before, _after in inverse["assignment"].values() if before]
    return {("theme", str(row["theme_id"]), "state") for row in befores if "theme_id" in row}


def _stands_as_left(inverse):
    for table, model in TABLES.items():
        left = {int(key): after for key, (_before, after) in inverse.get(table, {}).items() if after}
        standing = _rows(model, left)
        if len(standing) != len(left):
            return False
        for key, cells in left.items():
            if any(plain(getattr(standing[key], name)) != value for name, value in cells.items()):
                return False
    return True


def _rows(model, ids):
    """{id: row} of these ids, in as many queries as they need."""
    ids = list(ids)
    found: dict = {}
    for start in range(0, len(ids), CHUNK):
        found |= {row.pk: row for row in model.objects.filter(pk__in=ids[start : start + CHUNK])}
    return found


def _texts_of(inverse):
    """The contributions whose passages, or whose themes' standing, the edit touched."""
    ids = [int(key) for key in inverse["assignment"]]
    texts = {row.contribution_id for row in _rows(ThemeAssignment, ids).values()}
    turned = [int(key) for key, sides in inverse["theme"].items() if any(s and "state" in s for s in sides)]
    rows = ThemeAssignment.objects.filter(theme__in=turned)
    return texts | set(rows.values_list("contribution_id", flat=True))


def _put_back(inverse):
    """Made passages go, themes and passages change back, taken ones return, made themes go last."""
    passages, themes, labels = inverse["assignment"], inverse["theme"], inverse.get("label", {})
    _delete_made(ImportedLabel, labels)
    _delete_made(ThemeAssignment, passages)
    _change_back(Theme, {k: before for k, (before, after) in themes.items() if before and after})
    _change_back(ThemeAssignment, {k: before for k, (before, after) in passages.items() if before and after})
    _bring_back(ThemeAssignment, passages)
    _bring_back(ImportedLabel, labels)
    _delete_themes([int(key) for key, (before, _after) in themes.items() if before is None])


def _delete_made(model, rows):
    ids = [int(key) for key, (before, _after) in rows.items() if before is None]
    for start in range(0, len(ids), CHUNK):
        model.objects.filter(pk__in=ids[start : start + CHUNK]).delete()


def _bring_back(model, rows):
    gone = [before for before, after in rows.values() if after is None]
    model.objects.bulk_create([_row(model, cells) for cells in gone], batch_size=CHUNK)


def _change_back(model, cells_of_rows):
    """One statement a chunk: rows are written whole onto themselves, however much their cells differ."""
    rows = _rows(model, map(int, cells_of_rows))
    fields = sorted({name for cells in cells_of_rows.values() for name in cells})
    for key, cells in cells_of_rows.items():
        for name, value in cells.items():
            setattr(rows[int(key)], name, _value(model, name, value))
    if fields:
        names = [model._meta.get_field(name).name for name in fields]
        model.objects.bulk_create(
            rows.values(), batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=names
        )
    if model is Theme:
        worded = [int(key) for key, cells in cells_of_rows.items() if WORDS & cells.keys()]
        Theme.objects.filter(pk__in=rows).update(version=F("version") + 1)
        Theme.objects.filter(pk__in=worded).update(definition_version=F("definition_version") + 1)


def _row(model, cells):
    return model(**{name: _value(model, name, value) for name, value in cells.items()})


def _value(model, name, value):
    return model._meta.get_field(name).to_python(value)


def _delete_themes(ids):
    if ThemeAssignment.objects.filter(theme__in=ids).exists():
        raise Refused(
            "theme_in_use", _("Passages stand in the theme that this edit made. Move them first."), 409
        )
    try:
        Theme.objects.filter(Q(pk__in=ids)).delete()
    except ProtectedError:
        reason = _("The theme that this edit made was coded or answered since, so it stays.")
        raise Refused("theme_in_use", reason, 409) from None
