"""How far two coders agreed, as a report prints it: from rows that a bundle carries, in whole hundredths."""

from collections import Counter

from proposals.themes.coding.agreement import ALL_FEW, figures_of, rows_of
from proposals.themes.coding.judging import judged_texts
from proposals.themes.coding.standing import estimates_of

HUNDREDTH = 100  # in ten-thousandths: as exact as coefficients are printed


def agreement_rows(run, themes, threshold):
    """The judgements a bundle may carry, or None where one coded alone or nothing of today was coded.

    themes: ids of those whose numbers are printed; only these are judged on here. Those that few of the texts
    are in, or few are not, stand together under 0, since a coefficient of few gives them away; one alone is
    left out.
    """
    estimates, stale = estimates_of(run)
    if estimates is None or stale or not estimates.agreement:
        return None
    judged = judged_texts(estimates.sample)
    rows = rows_of(run, judged, themes)
    few = rows and few_of(rows, threshold)
    if few and len(few) == 1:
        rows = rows_of(run, judged, [theme for theme in themes if theme not in few])
        few = set()
    return rows and {**rows, "themes": _merged(rows["themes"], few)}


def few_of(rows, threshold):
    """The themes that fewer texts than that are in by either coder, or are in neither."""
    texts = sum(number for *_pair, number in rows["stances"])
    neither = Counter({theme: number for theme, *pair, number in rows["themes"] if pair == [0, 0]})
    themes = {theme for theme, *_rest in rows["themes"]}
    return {theme for theme in themes if min(neither[theme], texts - neither[theme]) < threshold}


def _merged(rows, few):
    counted = Counter()
    for theme, *pair, number in rows:
        counted[ALL_FEW if theme in few else theme, *pair] += number
    return sorted([*key, number] for key, number in counted.items())


def agreement_of(rows, themes, threshold):
    """{"texts", "alpha", "stance", "kappa", "f1", "themes": [[id, alpha or None]], "questions": [[key, alpha,
    texts]]} of such rows; themes: ids of all that the report lists."""
    if rows is None:
        return None
    found = figures_of(rows)
    return {
        "texts": found["texts"],
        "alpha": _rounded(found["alpha"]),
        "stance": _rounded(found["stance"]),
        "kappa": [_rounded(figure) for figure in found["kappa"]],
        "f1": {name: _rounded(figure) for name, figure in found["f1"].items()},
        "themes": [[pk, _rounded(found["themes"].get(str(pk), {}).get("alpha"))] for pk in themes],
        "questions": [
            [key, _rounded(each["alpha"]), each["texts"]]
            for key, each in found["questions"].items()
            if each["texts"] >= threshold
        ],
    }


def _rounded(figure):
    return None if figure is None else round(figure / HUNDREDTH) * HUNDREDTH
