"""Carrying the codebook over what fits no theme: software learns from what people coded and places the rest.

What it places is marked as such, counted apart, and taken back by one undo. It enters no estimate: the
software that a sample corrects must not have learnt from that sample.
"""

import numpy as np
from django.utils.translation import gettext as _

from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.themes.actions.editing import editing
from proposals.themes.actions.vectors import kept_vectors
from proposals.themes.analysis import SCALE
from proposals.themes.clustering import ThemeCoder
from proposals.themes.coding.judging import judged_texts, parents_of
from proposals.themes.coding.standing import random_sample, unfinished
from proposals.themes.coding.units import words_vectors
from proposals.themes.enums import AssignedBy, EditKind, Place, SamplePurpose
from proposals.themes.models import CodingSample, Theme, ThemeAssignment

MOST = 5000  # texts placed in one act


def carry_codebook(*, by, run):
    """Place what fits no theme by what people coded; returns how many texts found a theme.

    It learns from the random sample, which has to be judged and settled, and from what was chosen to learn
    from. A text goes whole into the theme that the software would give it, one it would give none stays.
    Texts that people coded themselves stay where they are. Raises Refused.
    """
    check("themes.sample", by, run)
    sample = random_sample(run)
    if sample is None or unfinished(sample):
        raise Refused("coding_open", _("Code and settle the whole random sample first."), 409)
    coded = _coded(run, sample)
    rows = _waiting(run, coded)
    if not rows:
        raise Refused("nothing_to_carry", _("Nothing that people have not coded is without a theme."), 409)
    placed = _placed(run, coded, {row.contribution_id for row in rows})
    with editing(by=by, run=run, kind=EditKind.CARRIED, act="codebook.carried") as edit:
        for row in rows:
            row.refresh_from_db(fields=["sure", "theme_id"])
        there = [row for row in rows if row.contribution_id in placed and not row.sure]
        edit.delete(there)
        edit.create(_whole(edit, there, placed))
        edit.said |= {"count": len({row.contribution_id for row in there}), "coded": len(coded)}
    return edit.said["count"]


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


def _waiting(run, coded):
    """Passages of texts of which nothing stands in a theme, and which nobody coded."""
    unsure = run.ledger.filter(place=Place.UNSURE).values("submission_id")
    rows = ThemeAssignment.objects.filter(
        run=run, sure=False, copy=False, contribution__submission__in=unsure
    )
    rows = rows.exclude(contribution__in=list(coded)).select_related("contribution")
    texts = list(dict.fromkeys(rows.order_by("contribution_id").values_list("contribution_id", flat=True)))
    return list(rows.filter(contribution__in=texts[:MOST]).order_by("contribution_id", "start"))


def _placed(run, coded, waiting):
    """{text id: (theme id, how far that theme is before the next, in ten-thousandths)}."""
    themes = list(parents_of(run))
    vectors = words_vectors([*coded, *waiting], cache=kept_vectors(), seed=run.seed)
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
