"""How far two coders agree, and the software with them: ten-thousandths, None where it cannot be told."""

from collections import defaultdict
from math import isnan

import numpy as np

from proposals.enums import Stance
from proposals.themes.clustering import krippendorff_alpha, machine_beside_people, pairwise_kappa
from proposals.themes.enums import CodingRole

from .judging import parents_of, with_ancestors
from .sampling import SCALE
from .units import sorted_into

DRAWS = 500
FIRST, SECOND = CodingRole.independent()
STANCES = ["", *Stance.values]


def agreement_of(run, judged):
    """{"texts", "alpha", "stance", "themes": {id: {"alpha", "given"}}, "questions": {id: {"alpha", "texts"}},
    "kappa", "f1"} over the texts both coders judged; None when there are none.

    alpha over all is of every yes or no to a theme; kappa is of whole sets of themes, so its units are texts
    and its interval honest. `given` is how often either coder gave the theme: by it few cases are held back.
    """
    double = [each for each in judged if each.is_double and each.is_complete]
    if not double:
        return None
    parents = parents_of(run)
    codes = np.array([_codes(double, role, parents) for role in (FIRST, SECOND)], dtype=float)
    return {
        "texts": len(double),
        "alpha": _alpha(codes.reshape(2, -1)),
        "stance": _alpha([_stances(double, role) for role in (FIRST, SECOND)]),
        "themes": {
            str(theme): {"alpha": _alpha(codes[:, :, n]), "given": int(codes[:, :, n].max(axis=0).sum())}
            for n, theme in enumerate(parents)
        },
        "questions": _by_question(double, codes),
        "kappa": _kappa(codes),
        "f1": _beside_the_machine(run, judged, parents),
    }


def _codes(judged, role, parents):
    """0 or 1 (texts, themes) of one coder."""
    given = [with_ancestors(each.themes(role), parents) for each in judged]
    return [[theme in themes for theme in parents] for themes in given]


def _stances(judged, role):
    return [STANCES.index(each.codings[role].stance) for each in judged]


def _whole(figure):
    return None if isnan(figure) else round(figure * SCALE)


def _alpha(ratings):
    return _whole(krippendorff_alpha(ratings))


def _by_question(judged, codes):
    """By question; texts that answer none, proposals and comments, stand under the empty key."""
    rows = defaultdict(list)
    for n, each in enumerate(judged):
        rows[str(each.text.contribution.question_id or "")].append(n)
    return {
        question: {"alpha": _alpha(codes[:, where].reshape(2, -1)), "texts": len(where)}
        for question, where in sorted(rows.items())
    }


def _kappa(codes):
    """Cohen's kappa of the sets of themes: [kappa, low, high]."""
    sets = {}
    ratings = [[sets.setdefault(row.tobytes(), len(sets)) for row in coder] for coder in codes]
    (found,) = pairwise_kappa(ratings)
    return [_whole(figure) for figure in (found.kappa, found.low, found.high)]


def _beside_the_machine(run, judged, parents):
    """{"machine", "machine_low", "machine_high", "people"}: F1 of the software with people, beside theirs."""
    people = sorted(
        {
            coding.coder_id
            for each in judged
            for role, coding in each.codings.items()
            if role != CodingRole.SETTLED
        }
    )
    codes = np.full((len(people), len(judged), len(parents)), np.nan)
    for n, each in enumerate(judged):
        for role in CodingRole.independent():
            if role in each.codings:
                coder = people.index(each.codings[role].coder_id)
                codes[coder, n] = _codes([each], role, parents)[0]
    placed = sorted_into(run)
    machine = np.array(
        [[t in placed.get(each.text.contribution_id, ()) for t in parents] for each in judged], float
    )
    found = machine_beside_people(codes, machine)
    low, high = _interval(codes, machine)
    return {
        "machine": _whole(found.machine_human),
        "machine_low": low,
        "machine_high": high,
        "people": _whole(found.human_human),
    }


def _interval(codes, machine):
    """The middle 95 % of the software's F1 over texts drawn anew (Efron 1979, Ann. Stat. 7)."""
    generator = np.random.default_rng(0)
    n = len(machine)
    drawn = (generator.integers(0, n, n) for _draw in range(DRAWS))
    figures = [machine_beside_people(codes[:, rows], machine[rows]).machine_human for rows in drawn]
    return [_whole(float(end)) for end in np.nanquantile(figures, [0.025, 0.975])]
