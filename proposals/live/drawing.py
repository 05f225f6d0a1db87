"""From events to frames: the present state of what they speak of, in each language somebody reads."""

from consult.compiled import compiled
from proposals.enums import ContributionState, Kind
from proposals.models import Contribution, Tally

from . import frames
from .rendering import comment_html, draw_comments, tally_html
from .topics import parse

TALLY = ("version", "agree", "disagree", "passes")


def draw(topic, events, languages):
    """{language: frames} of a topic's events, in order."""
    kind, _number = parse(topic)
    if kind.name == "tally":
        return present_tally(topic, languages)
    if kind.render:
        return {language: _drawn_above(topic, events, kind.render, language) for language in languages}
    return _draw_texts(topic, events, languages)


def present_tally(topic, languages):
    """The count as it stands: whatever was missed in between has no use."""
    _kind, number = parse(topic)
    row = Tally.objects.filter(pk=number).values(*TALLY).first()
    if row is None:
        return {}
    return {language: [frames.tally(topic, row, tally_html(row, language))] for language in languages}


def _drawn_above(topic, events, render, language):
    return [frames.event(topic, e.seq, e.kind, e.target_id, render(e, language)) for e in events]


def _draw_texts(topic, events, languages):
    texts = {pk: text for pk, text in _texts_of(events).items() if _stands_in(topic, text)}
    steps = _collapsed(events, texts)
    shown = [text for text in texts.values() if _has_fragment(text)]
    for language in languages:
        draw_comments(shown, language)
    return {language: [_draw(topic, step, language) for step in steps] for language in languages}


def _texts_of(events):
    """{id: contribution} of the texts these events speak of."""
    wanted = {event.target_id for event in events if _speaks_of_text(event)}
    return {row.pk: row for row in _texts(pks=sorted(wanted))}


@compiled
def _texts(pks):
    rows = Contribution.objects.filter(pk__in=pks).with_author()
    return rows.select_related("consultation__body", "parent__participant")


def _stands_in(topic, text):
    """A comment that was moved to another thread is gone from this one."""
    kind, number = parse(topic)
    return kind.name != "thread" or number in (text.pk, text.root_id)


def _speaks_of_text(event):
    return event.kind.partition(".")[0] in (Kind.COMMENT, Kind.PROPOSAL)


def _collapsed(events, texts):
    """(seq, kind, id, text) of each step; a text that moved several times comes once, as it stands now."""
    added = {event.target_id for event in events if event.kind.endswith(".added")}
    steps, seen = [], set()
    for event in events:
        if not _speaks_of_text(event):
            steps.append((event.seq, event.kind, event.target_id, None))
        elif event.target_id not in seen:
            seen.add(event.target_id)
            text = texts.get(event.target_id)
            what = _what_now(text, event.target_id in added)
            steps.append((event.seq, f"{event.kind.partition('.')[0]}.{what}", event.target_id, text))
    # The last one says how far this goes, so that a page asks for nothing twice.
    return [*steps[:-1], (events[-1].seq, *steps[-1][1:])]


def _what_now(text, added):
    if text is None or text.state != ContributionState.VISIBLE:
        return "removed"
    return "added" if added else "changed"


def _has_fragment(text):
    shown = text.state in (ContributionState.VISIBLE, *ContributionState.tombstones())
    return text.kind == Kind.COMMENT and shown


def _draw(topic, step, language):
    """A comment comes with its HTML, a removed one with its tombstone; other texts by their id alone."""
    seq, kind, number, text = step
    if text is None or text.kind != Kind.COMMENT:
        return frames.event(topic, seq, kind, number)
    html = comment_html(text, language) if _has_fragment(text) else None
    branch = {"branch": text.branch_top} if text.depth > 1 else {}
    return frames.event(topic, seq, kind, number, html, **branch)
