"""Where a person puts passages, against or with the software, and which of them may be quoted."""

from django.utils.translation import gettext as _

from consult.clock import now
from consult.errors import Refused
from proposals.models import Contribution
from proposals.themes.enums import AssignedBy, EditKind, ThemeState
from proposals.themes.models import ThemeAssignment

from .editing import CHUNK, cleaned_reason, editing

CERTAIN = 10_000


def move_assignment(*, by, assignment, theme, seen=None):
    """Put a passage into a theme of the same run, or say that it fits where it is; a person is then sure.

    Raises Refused for a theme of another run or a dismissed one, Stale as `move_passages` does.
    """
    move_passages(by=by, passages=[assignment], theme=theme, seen=seen)
    assignment.refresh_from_db()
    return assignment


def move_passages(*, by, passages, theme, seen=None, reason=""):
    """Put passages of a run into one of its themes; where one stands there already, it stands there once.

    `seen` is the number of the last edit that the person's page knew: Stale when one of these passages was
    edited since. Returns how many moved.
    """
    run, reason = _run_of(passages, theme), cleaned_reason(reason)
    with editing(
        by=by,
        run=run,
        kind=EditKind.MOVED,
        act="assignment.moved",
        target=_single(passages),
        reason=reason,
        to=theme.name,
    ) as edit:
        check_theme(run.pk, edit.fresh(theme, _now(theme)))
        passages = standing_passages(edit, passages, seen)
        put(edit, passages, theme)
        edit.said["count"] = len(passages)
    return len(passages)


def put(edit, passages, theme):
    """The move itself, within an edit: what stands there already gives way."""
    edit.delete(_in_the_way(passages, theme))
    placed = {"sure": True, "confidence": CERTAIN, "central_rank": None, "secondary": False}
    edit.change(passages, theme_id=theme.pk, **placed, **by_hand(edit))


def by_hand(edit):
    return {"assigned_by": AssignedBy.PERSON, "user_id": edit.by.pk, "assigned_at": now()}


def add_second_theme(*, by, passages, theme, seen=None, reason=""):
    """Let passages stand in this theme beside their own; a person is then sure of both. Returns how many."""
    run, reason = _run_of(passages, theme), cleaned_reason(reason)
    with editing(
        by=by,
        run=run,
        kind=EditKind.SECOND,
        act="assignment.seconded",
        target=_single(passages),
        reason=reason,
        to=theme.name,
    ) as edit:
        check_theme(run.pk, edit.fresh(theme, _now(theme)))
        passages = standing_passages(edit, passages, seen)
        there = {(p.contribution_id, p.start): p for p in _same_places(passages, theme)}
        own = [p for p in passages if p.theme_id != theme.pk]
        edit.change([p for p in own if not p.sure], sure=True, confidence=CERTAIN, **by_hand(edit))
        edit.change([p for p in there.values() if not p.sure], sure=True, confidence=CERTAIN, **by_hand(edit))
        edit.create([_second(edit, p, theme) for p in own if (p.contribution_id, p.start) not in there])
        edit.said["count"] = len(own)
    return len(own)


def _second(edit, passage, theme):
    return ThemeAssignment(
        run=edit.run,
        theme=theme,
        contribution_id=passage.contribution_id,
        start=passage.start,
        end=passage.end,
        score=CERTAIN,
        confidence=CERTAIN,
        copy=passage.copy,
        leaf=passage.leaf,
        secondary=True,
        **by_hand(edit),
    )


def take_out_passages(*, by, passages, seen=None, reason=""):
    """Take passages out of their theme; from their only one they go to the unsure pile. Returns how many."""
    run, reason = passages[0].run, cleaned_reason(reason)
    with editing(
        by=by,
        run=run,
        kind=EditKind.TAKEN_OUT,
        act="assignment.taken_out",
        target=_single(passages),
        reason=reason,
    ) as edit:
        passages = standing_passages(edit, passages, seen)
        chosen = {p.pk for p in passages}
        places = _all_places(run, passages)
        elsewhere = {(p.contribution_id, p.start) for p in places if p.pk not in chosen}
        kept: dict = {}
        for passage in passages:
            kept.setdefault((passage.contribution_id, passage.start), passage)
        last = [p for place, p in kept.items() if place not in elsewhere]
        left = {p.pk for p in last}
        edit.delete([p for p in passages if p.pk not in left])
        edit.change(last, sure=False, confidence=0, central_rank=None, **by_hand(edit))
        edit.said["count"] = len(passages)
    return len(passages)


def hide_quote(*, by, assignment, reason):
    """Keep a passage out of every list of quotes, with a reason; it counts as before."""
    reason = cleaned_reason(reason, required=True)
    return _quote(by, assignment, EditKind.QUOTE_HIDDEN, "quote.hidden", reason, quote_hidden=True)


def show_quote(*, by, assignment, reason=""):
    """Let a hidden quote be printed again."""
    reason = cleaned_reason(reason)
    return _quote(by, assignment, EditKind.QUOTE_SHOWN, "quote.shown", reason, quote_hidden=False)


def _quote(by, assignment, kind, act, reason, quote_hidden):
    said = {"number": assignment.contribution_id, "name": assignment.theme.name}
    with editing(
        by=by, run=assignment.run, kind=kind, act=act, target=assignment, reason=reason, **said
    ) as edit:
        kept_reason = reason if quote_hidden else ""
        passages = standing_passages(edit, [assignment], None)
        edit.change(passages, quote_hidden=quote_hidden, quote_hidden_reason=kept_reason)
    assignment.refresh_from_db()
    return assignment


def assign_texts(*, by, theme, contributions):
    """Put whole texts into a theme and out of those the software chose: one edit for the batch.

    Only texts that the run analysed are taken. Returns how many were placed.
    """
    run = theme.codebook.run
    check_theme(run.pk, theme)
    with editing(
        by=by, run=run, kind=EditKind.MOVED, act="assignments.made", target=theme, to=theme.name
    ) as edit:
        analysed = list(ThemeAssignment.objects.filter(run=run, contribution__in=contributions))
        copies = {row.contribution_id: row.copy for row in analysed}
        edit.delete([row for row in analysed if row.assigned_by in AssignedBy.software()])
        there = {
            (row.contribution_id, row.start)
            for row in analysed
            if row.theme_id == theme.pk and row.assigned_by == AssignedBy.PERSON
        }
        texts = [text for text in _in_order(copies) if (text.pk, 0) not in there]
        edit.create([_whole(edit, theme, text, copies[text.pk]) for text in texts])
        edit.said["count"] = len(copies)
    return len(copies)


def check_theme(run_id, theme):
    if theme.codebook.run_id != run_id:
        raise Refused("other_run", _("This theme belongs to another run."), 409)
    if theme.state == ThemeState.DISMISSED:
        raise Refused("theme_dismissed", _("This theme was dismissed. Choose another one."), 409)


def _run_of(passages, theme):
    """The run that is edited: that of the passages, whatever theme somebody names."""
    return passages[0].run if passages else theme.codebook.run


def _now(theme):
    """A move needs the theme to stand, not to read as it did."""
    return type(theme).objects.values_list("version", flat=True).get(pk=theme.pk)


def standing_passages(edit, passages, seen):
    """The passages as they stand now, under the edit's lock."""
    ids = [passage.pk for passage in passages]
    rows: list[ThemeAssignment] = []
    for start in range(0, len(ids), CHUNK):
        rows += ThemeAssignment.objects.filter(run=edit.run, pk__in=ids[start : start + CHUNK])
    if len(rows) != len(set(ids)):
        raise Refused("other_run", _("Some of these passages are gone, or belong to another run."), 409)
    edit.unchanged(rows, seen)
    return rows


def _single(passages):
    return passages[0] if len(passages) == 1 else None


def _all_places(run, passages):
    texts = list({passage.contribution_id for passage in passages})
    wanted = {(passage.contribution_id, passage.start) for passage in passages}
    rows: list[ThemeAssignment] = []
    for start in range(0, len(texts), CHUNK):
        rows += ThemeAssignment.objects.filter(run=run, contribution__in=texts[start : start + CHUNK])
    return [row for row in rows if (row.contribution_id, row.start) in wanted]


def _same_places(passages, theme):
    """Where these passages stand in that theme already."""
    return [row for row in _all_places(theme.codebook.run, passages) if row.theme_id == theme.pk]


def _in_the_way(passages, theme):
    """The same passage may stand in several themes, but in each of them once: of several the first moves."""
    moving = {passage.pk for passage in passages}
    twice = [row for row in _same_places(passages, theme) if row.pk not in moving]
    seen: set = set()
    for passage in list(passages):
        place = (passage.contribution_id, passage.start)
        if place in seen:
            passages.remove(passage)
            twice.append(passage)
        seen.add(place)
    return twice


def _in_order(ids):
    return Contribution.objects.filter(pk__in=ids).order_by("pk")


def _whole(edit, theme, text, copy):
    return ThemeAssignment(
        run=edit.run,
        theme=theme,
        contribution=text,
        start=0,
        end=len(text.public_text),
        score=CERTAIN,
        confidence=CERTAIN,
        copy=copy,
        **by_hand(edit),
    )
