"""Taking over the themes of an earlier run: what people made of it stands in a later one, texts and all."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from consult.errors import Refused
from consult.rules import check
from proposals.themes.enums import AssignedBy, EditKind, ItemState, ThemeState
from proposals.themes.models import Theme, ThemeAssignment, ThemeRun

from .answering.corrections import carry_corrections
from .codebooks import MEANING
from .editing import CHUNK, editing, last_number
from .progress import UNWATCHED

STEPS = 2  # what stood where; themes and texts
# What is known of a passage, wherever it stands.
SAID = ("start", "end", "score", "confidence", "sure", "copy", "secondary", "central_rank", "quote_hidden",
        "quote_hidden_reason", "assigned_by", "user_id", "assigned_at")  # fmt: skip


@dataclass(frozen=True)
class Inheritance:
    """themes: confirmed in the earlier run and not dismissed in this one; again: how many of them were found
    again. places: {text id: its passages there}, of texts whose words are the same in both runs.
    """

    themes: list
    again: int
    places: dict


def earlier_run(run):
    """The newest finished run before this one in which people confirmed themes, or None."""
    runs = ThemeRun.objects.with_confirmed().filter(consultation=run.consultation_id, number__lt=run.number)
    return runs.select_related("snapshot").defer("structure").first()


def inheritance_of(run, earlier):
    """What can be taken over into a run as it stands now."""
    states = dict(Theme.objects.of_run(run).values_list("stable_key", "state"))
    confirmed = Theme.objects.of_run(earlier).confirmed().select_related("parent").order_by("pk")
    themes = [theme for theme in confirmed if states.get(theme.stable_key) != ThemeState.DISMISSED]
    again = sum(theme.stable_key in states for theme in themes)
    return Inheritance(themes, again, _places(run, earlier, themes))


def _places(run, earlier, themes):
    """Passages of unchanged texts in these themes, without texts that stand there already or that people
    placed in the later run.
    """
    same = {text for text, _revision, _digest in _analysed(earlier) & _analysed(run)}
    by_hand = ThemeAssignment.objects.filter(run=run, assigned_by=AssignedBy.PERSON)
    same -= set(by_hand.values_list("contribution_id", flat=True))
    keys, now = {theme.pk: theme.stable_key for theme in themes}, _spots(run)
    found = defaultdict(list)
    rows = ThemeAssignment.objects.filter(run=earlier, theme__in=themes)
    for row in rows.order_by("contribution_id", "start"):
        found[row.contribution_id].append(row)
    return {
        text: rows
        for text, rows in found.items()
        if text in same
        and any(row.sure for row in rows)
        and not {(keys[row.theme_id], row.start, row.sure) for row in rows} <= now[text]
    }


def _spots(run):
    """{text id: {(key of a theme, where the passage begins, whether it is sure)}}"""
    found = defaultdict(set)
    rows = ThemeAssignment.objects.filter(run=run)
    for text, *spot in rows.values_list("contribution_id", "theme__stable_key", "start", "sure"):
        found[text].add(tuple(spot))
    return found


def _analysed(run):
    """{(text, revision, digest of its words)} of what a run read."""
    items = run.snapshot.items.filter(state=ItemState.ANALYSED)
    return set(items.values_list("contribution_id", "revision_id", "digest"))


def check_taking_over(*, by, run, consultation=None):
    """Raises Refused; returns the run whose themes would be taken over."""
    check("themes.edit", by, run)
    earlier = earlier_run(run)
    if earlier is None:
        raise Refused("nothing_to_take_over", _("No theme of an earlier run was confirmed."), 409)
    return earlier


def take_over_themes(*, by, run, consultation=None, watch=UNWATCHED):
    """Let the themes that people confirmed in the run before stand in this one, as one edit.

    They keep key, name and meaning. Texts whose words are the same stand where they stood, put there by whom
    they were put there, hidden quotes hidden; all others stay where this run put them. What people dismissed,
    or placed, in this run stays as it is. What authors were granted and waited for these themes follows, as
    edits of its own. Returns how many texts stand where they stood. Raises Refused, and Stale when somebody
    edited the themes meanwhile.
    """
    watch(0, STEPS)
    earlier, seen = check_taking_over(by=by, run=run), last_number(run)
    found = inheritance_of(run, earlier)
    watch(1, STEPS)
    with transaction.atomic():
        with editing(by=by, run=run, kind=EditKind.INHERITED, act="themes.taken_over") as edit:
            edit.themes_unchanged(seen)
            number = _write_places(edit, _write_themes(edit, found.themes), found.places)
            edit.said |= {"count": number, "number": earlier.number}
        carry_corrections(run=run)
        watch.close(count=number)
    return number


def _write_themes(edit, earlier):
    """{id in the earlier run: the theme in this one}; new ones stand below what they stood below."""
    standing = {theme.stable_key: theme for theme in Theme.objects.of_run(edit.run).standing()}
    new = [theme for theme in earlier if theme.stable_key not in standing]
    again = [standing[theme.stable_key] for theme in earlier if theme.stable_key in standing]
    edit.change(again, state=ThemeState.CONFIRMED)
    edit.create([_again(edit, theme) for theme in new])
    standing = {theme.stable_key: theme for theme in Theme.objects.of_run(edit.run).standing()}
    for theme in new:
        above = theme.parent and standing.get(theme.parent.stable_key)
        if above and above.parent_id is None:
            edit.change([standing[theme.stable_key]], parent_id=above.pk)
    return {theme.pk: standing[theme.stable_key] for theme in earlier}


def _again(edit, theme):
    meaning = {part: getattr(theme, part) for part in ("name", "keywords", "stable_key", *MEANING)}
    return Theme(codebook=edit.run.codebook, state=ThemeState.CONFIRMED, **meaning)


def _write_places(edit, themes, places):
    texts, written = sorted(places), 0
    for start in range(0, len(texts), CHUNK):
        standing = _standing(edit.run, texts[start : start + CHUNK])
        # A copy of a campaign is one in both runs, or is left where it is.
        same = [text for text in standing if standing[text][0].copy == places[text][0].copy]
        edit.delete([row for text in same for row in standing[text] if _covered(row, places[text])])
        edit.create([_placed(edit, row, themes, standing[text]) for text in same for row in places[text]])
        written += len(same)
    return written


def _covered(row, taken):
    """Whether what is taken over speaks of words of this passage; the rest of a text stays where it is."""
    return any(row.start == each.start or (row.start < each.end and each.start < row.end) for each in taken)


def _standing(run, texts):
    found = defaultdict(list)
    for row in ThemeAssignment.objects.filter(run=run, contribution__in=texts).order_by("start"):
        found[row.contribution_id].append(row)
    return found


def _placed(edit, row, themes, before):
    """The passage as it stood, on the leaf of this run's tree where its words grow now."""
    leaf = next((each.leaf for each in reversed(before) if each.start <= row.start), before[0].leaf)
    return ThemeAssignment(
        run=edit.run,
        theme=themes[row.theme_id],
        contribution_id=row.contribution_id,
        leaf=leaf,
        **{part: getattr(row, part) for part in SAID},
    )
