"""How far two coders agree, and the software with them: ten-thousandths, None where it cannot be told.

First the judgements as counts that name no text, then figures out of nothing but these, in whole numbers.
"""

from collections import Counter, defaultdict

from proposals.enums import Stance
from proposals.themes.clustering.exact import alpha_of, f1_ends, f1_of, kappa_of
from proposals.themes.enums import CodingRole

from .judging import parents_of, with_ancestors
from .units import sorted_into

FIRST, SECOND = CodingRole.independent()
STANCES = ["", *Stance.values]
NOT_CODED = [-1, -1]
ALL_FEW = 0  # under which themes of few cases stand together


def agreement_of(run, judged):
    """`figures_of` all confirmed themes over the texts both coders judged; None when there are none."""
    rows = rows_of(run, judged, list(parents_of(run)))
    return rows and figures_of(rows)


def rows_of(run, judged, themes):
    """The judgements on these themes, or None where no text was judged twice.

    {"themes": [[theme, first, second, texts]], "questions": [[question, texts, [[first, second,
    judgements]]]], "stances": [[first, second, texts]], "sets": [[first, second, texts]], "beside": [[both
    gave, given by both together, …]]}: first and second are 0 or 1 for a theme, a stance, the number of a
    whole set of themes. `beside` is a text of the sample each: the software with either coder, -1 where that
    one did not code it, then the coders with each other.
    """
    double = [each for each in judged if each.is_double and each.is_complete]
    if not double:
        return None
    parents = parents_of(run)
    pairs = [(each, *(_given(each, role, parents, themes) for role in (FIRST, SECOND))) for each in double]
    stances = Counter(tuple(each.codings[role].stance for role in (FIRST, SECOND)) for each in double)
    return {
        "themes": _by_theme(pairs, themes),
        "questions": _by_question(pairs, themes),
        "stances": _counted(stances),
        "sets": _sets(pairs),
        "beside": _beside_the_machine(run, judged, parents, themes),
    }


def _given(judged, role, parents, themes):
    return with_ancestors(judged.themes(role), parents).intersection(themes)


def _counted(counts):
    return sorted([*pair, number] for pair, number in counts.items())


def _by_theme(pairs, themes):
    return [
        [theme, *cell]
        for theme in themes
        for cell in _counted(Counter((int(theme in one), int(theme in two)) for _each, one, two in pairs))
    ]


def _by_question(pairs, themes):
    """By question; texts that answer none, proposals and comments, stand under the empty key."""
    found = defaultdict(list)
    for each, one, two in pairs:
        found[str(each.text.contribution.question_id or "")].append((one, two))
    return [
        [
            question,
            len(rows),
            _counted(Counter((int(t in one), int(t in two)) for one, two in rows for t in themes)),
        ]
        for question, rows in sorted(found.items())
    ]


def _sets(pairs):
    """Whole sets of themes as numbers, in the order of how often they were given."""
    often = Counter(given for _each, *both in pairs for given in both)
    number = {given: n for n, given in enumerate(sorted(often, key=lambda g: (-often[g], sorted(g))))}
    return _counted(Counter((number[one], number[two]) for _each, one, two in pairs))


def _beside_the_machine(run, judged, parents, themes):
    """The coder with the lower id stands first, so that a person keeps their column in every text."""
    placed = sorted_into(run, learnt=False)
    coders = sorted({each.codings[role].coder_id for each in judged for role in _own(each)})
    rows = []
    for each in judged:
        machine = placed.get(each.text.contribution_id, frozenset()).intersection(themes)
        given = {each.codings[role].coder_id: _given(each, role, parents, themes) for role in _own(each)}
        beside = [_common(given[c], machine) if c in given else NOT_CODED for c in coders[:2]]
        beside += [NOT_CODED] * (2 - len(beside))
        together = _common(*given.values()) if len(given) == 2 else NOT_CODED
        rows.append([*beside[0], *beside[1], *together])
    return sorted(rows)


def _own(judged):
    return [role for role in CodingRole.independent() if role in judged.codings]


def _common(one, other):
    return [len(one & other), len(one) + len(other)]


def figures_of(rows):
    """{"texts", "alpha", "stance", "themes": {id: {"alpha", "given"}}, "questions": {id: {"alpha", "texts"}},
    "kappa", "f1"} of `rows_of`.

    alpha over all is of every yes or no to a theme; kappa is of whole sets of themes, so its units are texts
    and its interval honest. `given` is how often either coder gave the theme: by it few cases are held back.
    """
    themes, everything = defaultdict(Counter), Counter()
    for theme, one, two, number in rows["themes"]:
        themes[theme][one, two] += number
        everything[one, two] += number
    return {
        "texts": sum(number for *_pair, number in rows["stances"]),
        "alpha": alpha_of(everything),
        "stance": alpha_of(_pairs(rows["stances"])),
        "themes": {
            str(theme): {"alpha": alpha_of(pairs), "given": pairs.total() - pairs[0, 0]}
            for theme, pairs in themes.items()
        },
        "questions": {
            question: {"alpha": alpha_of(_pairs(cells)), "texts": texts}
            for question, texts, cells in rows["questions"]
        },
        "kappa": kappa_of(_pairs(rows["sets"])),
        "f1": _f1(rows["beside"]),
    }


def _pairs(rows):
    return {(one, two): number for one, two, number in rows}


def _f1(rows):
    """{"machine", "machine_low", "machine_high", "people"}: F1 of the software with people, beside theirs."""
    split = [[(row[at], row[at + 1]) if row[at] >= 0 else None for at in (0, 2, 4)] for row in rows]
    machine = [row[:2] for row in split]
    low, high = f1_ends(machine)
    return {
        "machine": f1_of(machine),
        "machine_low": low,
        "machine_high": high,
        "people": f1_of([row[2:] for row in split]),
    }
