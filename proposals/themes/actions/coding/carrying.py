"""Carrying the codebook over what fits no theme: software learns from what people coded and places the rest.

What it places is marked as such, counted apart, and taken back by one undo. It enters no estimate: the
software that a sample corrects must not have learnt from that sample.
"""

import numpy as np
from django.utils.translation import gettext as _

from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.themes.actions.editing import CHUNK, editing
from proposals.themes.actions.progress import UNWATCHED
from proposals.themes.actions.vectors import kept_vectors
from proposals.themes.analysis import SCALE
from proposals.themes.clustering import ThemeCoder
from proposals.themes.coding.judging import judged_texts, parents_of
from proposals.themes.coding.standing import random_sample, unfinished
from proposals.themes.coding.units import words_vectors
from proposals.themes.enums import AssignedBy, EditKind, Place, SamplePurpose
from proposals.themes.models import CodingSample, Theme, ThemeAssignment

MOST = 5000  # texts placed in one act
STEPS = 4  # what people coded, vectors, learning, placing


def check_carrying(*, by, run, consultation=None):
    """Raises Refused; returns {text id: ids of its themes} that people settled on."""
    check("themes.sample", by, run)
    sample = random_sample(run)
    if sample is None or unfinished(sample):
        raise Refused("coding_open", _("Code and settle the whole random sample first."), 409)
    coded = _coded(run, sample)
    if not _unsure(run, coded).exists():
        raise Refused("nothing_to_carry", _("Nothing that people have not coded is without a theme."), 409)
    return coded


def carry_codebook(*, by, run, consultation=None, watch=UNWATCHED):
    """Place what fits no theme by what people coded; returns how many texts found a theme.

    It learns from the random sample, which has to be judged and settled, and from what was chosen to learn
    from. A text goes whole into the theme that the software would give it, one it would give none stays.
    Texts that people coded themselves stay where they are. Raises Refused.
    """
    watch(0, STEPS)
    coded = check_carrying(by=by, run=run)
    rows = _waiting(run, coded)
    watch(1, STEPS)
    vectors = words_vectors(
        [*coded, *dict.fromkeys(row.contribution_id for row in rows)], cache=kept_vectors(), seed=run.seed
    )
    watch(2, STEPS)
    placed = _placed(run, coded, {row.contribution_id for row in rows}, vectors)
    watch(3, STEPS)
    with editing(by=by, run=run, kind=EditKind.CARRIED, act="codebook.carried") as edit:
        there = [row for row in _unsure_now(rows) if row.contribution_id in placed]
        edit.delete(there)
        edit.create(_whole(edit, there, placed))
        edit.said |= {"count": len({row.contribution_id for row in there}), "coded": len(coded)}
        watch.close(count=edit.said["count"])
    return edit.said["count"]


def _unsure_now(rows):
    """Those that nobody placed or took away meanwhile, as they stand."""
    keys = [row.pk for row in rows]
    chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    standing = (
        ThemeAssignment.objects.filter(pk__in=chunk, sure=False).select_related("contribution")
        for chunk in chunks
    )
    return sorted(
        (row for found in standing for row in found), key=lambda row: (row.contribution_id, row.start)
    )


def _coded(run, sample):
    """{text id: ids of its themes} that people settled on."""
    learning = CodingSample.objects.filter(
        codebook__run=run, purpose=SamplePurpose.LEARNING, withdrawn_at=None
    )
    found = {}
    for each in (*learning, sample):
        for judged in judged_texts(each):
            if judged.final is not None:
                found[judged.text.contribution_id] = judged.final
    return found


def _unsure(run, coded):
    """Passages of texts of which nothing stands in a theme, and which nobody coded."""
    unsure = run.ledger.filter(place=Place.UNSURE).values("submission_id")
    rows = ThemeAssignment.objects.filter(
        run=run, sure=False, copy=False, contribution__submission__in=unsure
    )
    return rows.exclude(contribution__in=list(coded)).select_related("contribution")


def _waiting(run, coded):
    """The first of them, whole texts."""
    rows = _unsure(run, coded)
    texts = list(dict.fromkeys(rows.order_by("contribution_id").values_list("contribution_id", flat=True)))
    return list(rows.filter(contribution__in=texts[:MOST]).order_by("contribution_id", "start"))


def _placed(run, coded, waiting, vectors):
    """{text id: (theme id, how far that theme is before the next, in ten-thousandths)}."""
    themes = list(parents_of(run))
    known = [key for key in coded if key in vectors]
    unknown = sorted(key for key in waiting if key in vectors)
    codes = np.array([[theme in coded[key] for theme in themes] for key in known], dtype=float)
    coder = ThemeCoder(run.seed).fit(list(map(str, known)), codes, np.array([vectors[key] for key in known]))
    matrix = np.array([vectors[key] for key in unknown])
    chances = coder.predict_proba(list(map(str, unknown)), matrix)
    found = {}
    for key, row in zip(unknown, chances, strict=True):
        best = int(row.argmax())
        if row[best] >= coder.threshold_:
            margin = row[best] - max(np.delete(row, best), default=0)
            found[key] = (themes[best], round(float(margin) * SCALE))
    return found


def _whole(edit, rows, placed):
    """One row a text, in place of its passages."""
    themes = Theme.objects.in_bulk({theme for theme, _margin in placed.values()})
    first = {row.contribution_id: row for row in reversed(rows)}
    return [
        ThemeAssignment(
            run_id=row.run_id,
            theme=themes[placed[key][0]],
            contribution=row.contribution,
            end=len(row.contribution.public_text),
            score=placed[key][1],
            confidence=placed[key][1],
            assigned_by=AssignedBy.LEARNT,
            user=edit.by,
            assigned_at=now(),
        )
        for key, row in sorted(first.items())
    ]
