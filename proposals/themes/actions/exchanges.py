"""Themes and mappings from other tools: read, shown with what they would change, taken over by a person."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.themes.enums import AssignedBy, EditKind, ImportState, RunState, ThemeState
from proposals.themes.exchange.codebooks import (
    read_mapping,
    read_themes,
    write_mapping,
    write_responses,
    write_themes,
)
from proposals.themes.exchange.contents import mapping_of, response_ids, responses_of, themes_of
from proposals.themes.exchange.plan import payload_of, plan_of
from proposals.themes.models import ImportedLabel, Theme, ThemeAssignment, ThemeImport

from .assignments import CERTAIN
from .editing import editing

CHUNK = 500


def show_import(*, by, run, themes=None, mapping=None, question=None):
    """Read files and keep what they say; nothing of the run changes. Returns the ThemeImport.

    themes, mapping: (file name, bytes) or None, one of them at least. question: the one whose answers the
    mapping names. Raises Refused, or Invalid with row and column of each fault, under the name of its file.
    """
    check("themes.edit", by, run)
    if run.state != RunState.DONE:
        raise Refused("run_unfinished", _("Wait until the run has ended."), 409)
    if not themes and not mapping:
        raise Invalid({"themes": [_("Choose a file of themes, a file of a mapping, or both.")]})
    payload = payload_of(
        run,
        _read(read_themes, themes, "themes"),
        _read(read_mapping, mapping, "mapping"),
        response_ids(run, question),
    )
    with transaction.atomic():
        ThemeImport.objects.filter(run=run, uploaded_by=by, state=ImportState.SHOWN).delete()
        return ThemeImport.objects.create(
            run=run,
            uploaded_by=by,
            files=[name for name, _content in filter(None, (themes, mapping))],
            payload=payload,
            digest=plan_of(run, payload).digest,
        )


def _read(reader, given, field):
    """What a file says; what is wrong in it stands under the field it came by."""
    if not given:
        return []
    try:
        return reader(*given)
    except Invalid as invalid:
        raise Invalid({field: [each for told in invalid.fields.values() for each in told]}) from None


def take_over_import(*, by, theme_import):
    """Write what was shown: themes by their key, and for each text of the mapping the themes it names.

    Raises Refused, or Stale when the themes changed since they were shown; the import then shows what it
    would change now.
    """
    run = theme_import.run
    check("themes.edit", by, run)
    try:
        _take_over(by, run, theme_import)
    except Stale:
        theme_import.digest = plan_of(run, theme_import.payload).digest
        theme_import.save(update_fields=["digest"])
        raise
    return theme_import


def _take_over(by, run, theme_import):
    payload, files = theme_import.payload, ", ".join(theme_import.files)
    with editing(
        by=by, run=run, kind=EditKind.IMPORTED, act="themes.imported", target=theme_import, name=files
    ) as edit:
        claimed = ThemeImport.objects.filter(pk=theme_import.pk, state=ImportState.SHOWN)
        if not claimed.update(state=ImportState.APPLIED, applied_at=now()):
            raise Refused("import_taken_over", _("These files were taken over already."), 409)
        plan = plan_of(run, payload)
        if plan.digest != theme_import.digest:
            raise Stale
        _write_themes(edit, plan, payload)
        _write_mapping(edit, plan)
        _write_labels(edit, payload)
    ThemeImport.objects.filter(pk=theme_import.pk).update(edit=edit.made)
    theme_import.refresh_from_db()


def _write_themes(edit, plan, payload):
    definitions = {key: definition for key, _name, definition in payload["themes"]}
    edit.create(
        [
            Theme(
                codebook=edit.run.codebook,
                stable_key=key,
                state=ThemeState.CONFIRMED,
                name=name,
                definition=definitions[key],
            )
            for key, name in plan.new
        ]
    )
    for theme, name, definition in plan.reworded:
        raised = theme.definition_version + (theme.definition != definition)
        edit.change([theme], name=name, definition=definition, definition_version=raised)
    edit.change(plan.decided, state=ThemeState.CONFIRMED)


def _write_mapping(edit, plan):
    """Each text goes whole into the themes named; one that is named none keeps its nearest, unsure."""
    themes = {theme.stable_key: theme for theme in Theme.objects.of_run(edit.run)}
    texts = list(plan.moved)
    for start in range(0, len(texts), CHUNK):
        chunk = texts[start : start + CHUNK]
        standing = ThemeAssignment.objects.filter(run=edit.run, contribution__in=chunk).order_by("pk")
        rows = list(standing.select_related("contribution"))
        by_text = {row.contribution_id: row for row in rows}
        edit.change([row for row in rows if not plan.moved[row.contribution_id]], sure=False)
        edit.delete([row for row in rows if plan.moved[row.contribution_id]])
        edit.create(
            [
                _placed(by_text[text], themes[key], edit.by, secondary=place > 0)
                for text in chunk
                for place, key in enumerate(plan.moved[text])
            ]
        )


def _placed(before, theme, by, secondary):
    """A whole text in a theme, in place of what stood there."""
    return ThemeAssignment(
        run_id=before.run_id,
        theme=theme,
        contribution=before.contribution,
        end=len(before.contribution.public_text),
        score=CERTAIN,
        confidence=CERTAIN,
        copy=before.copy,
        secondary=secondary,
        assigned_by=AssignedBy.PERSON,
        user=by,
        assigned_at=now(),
    )


def _write_labels(edit, payload):
    """The order and the stances of the mapping, for whoever exports it again; those that stand stay."""
    run, said = edit.run, dict(payload["mapping"])
    themes = dict(Theme.objects.of_run(run).values_list("stable_key", "pk"))
    wanted = {
        (text, themes[key]): (position, stance)
        for text, labels in said.items()
        for position, (key, stance) in enumerate(labels)
    }
    standing = ImportedLabel.objects.filter(run=run, contribution__in=list(said))
    kept = {(row.contribution_id, row.theme_id): row for row in standing}
    same = {at for at, row in kept.items() if wanted.get(at) == (row.position, row.stance)}
    edit.delete([row for at, row in kept.items() if at not in same])
    edit.create(
        [
            ImportedLabel(run=run, theme_id=theme, contribution_id=text, position=position, stance=stance)
            for (text, theme), (position, stance) in wanted.items()
            if (text, theme) not in same
        ]
    )


def export_run(*, by, run, what, ending, question=None):
    """Bytes of the themes, the mapping or the responses of a run, for an analyst to take away; logged.

    what: "themes", "mapping" or "responses"; ending: csv, xlsx, and json for themes or jsonl for the others.
    `by` is None for whoever keeps the machine, who gets the texts that everybody may read. Raises Refused.
    """
    if by is not None:
        check("themes.read_sorting" if what == "mapping" else "themes.analyse", by, run)
    content = {
        "themes": lambda: write_themes(ending, themes_of(run)),
        "mapping": lambda: write_mapping(ending, mapping_of(run, question)),
        "responses": lambda: write_responses(ending, responses_of(by, run, question)),
    }[what]()
    details = {"what": what, "ending": ending, "run": run.number}
    log(act="themes.exported", by=by, consultation=run.consultation, target=run, details=details)
    return content
