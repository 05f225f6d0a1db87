"""The parts of a bundle that come of people's coding: estimates, breakdowns and agreement, all integers."""

from proposals.themes.coding.standing import estimates_of, random_sample

from .agreement import agreement_of, agreement_rows
from .breakdowns import breakdowns_of
from .plan import plan_of


def current_shares(run):
    """The estimates of a run that still speak of what stands there, or None."""
    estimates, stale = estimates_of(run)
    return None if estimates is None or stale else estimates.shares


def coded_parts(run, themes, analysed, in_themes, threshold, *, grouped=True, secondary=True):
    """{"plan", "estimates", "breakdowns", "agreement"}: the disclosure plan, and the parts that follow it."""
    ids = [theme.pk for theme in themes]
    shares, breakdowns = current_shares(run), breakdowns_of(run, ids, threshold, grouped=grouped)
    plan = plan_of(
        [(theme.pk, theme.parent_id, theme.submissions, theme.people) for theme in themes],
        breakdowns,
        analysed=analysed,
        in_themes=in_themes,
        threshold=threshold,
        shares=shares,
        secondary=secondary,
    )
    return {
        "plan": plan,
        "estimates": estimates_part(run, plan, ids, threshold),
        "breakdowns": breakdowns_part(breakdowns, plan, ids, shares),
        "agreement": agreement_of(agreement_rows(run, _told(plan, ids), threshold), ids, threshold),
    }


def _told(plan, themes):
    return [pk for pk in themes if not plan.of_theme(pk)]


def estimates_part(run, plan, themes, threshold):
    """How the sample was drawn and what it says of each theme, or None where nothing was coded.

    {"seed", "population", "size", "coded", "double", "coders", "half_width", "none", "themes": [[id, share,
    low, high]]}; shares and their ends are ten-thousandths, None where they are not estimated or held back.
    """
    shares, sample = current_shares(run), random_sample(run)
    if shares is None or sample is None:
        return None
    none = shares["none"]
    return {
        "seed": sample.seed,
        "population": shares["population"],
        "size": sample.size,
        "coded": shares["coded"],
        "double": shares["double"],
        "coders": shares["coders"],
        "half_width": sample.half_width,
        "none": none if none == 0 or none >= threshold else None,
        "themes": [
            [pk, *_figures(shares, pk, plan.of_theme(pk))] for pk in themes if str(pk) in shares["themes"]
        ],
    }


def _figures(part, theme, held):
    figures = part["themes"].get(str(theme))
    return [None] * 3 if held or figures is None else figures


def breakdowns_part(breakdowns, plan, themes, shares):
    """[{"by", "columns": [[category, submissions, coded or None]], "themes": [[id, [[number, why it is held
    back, share, low, high]]]]}]: one cell a column, number None where it is held back."""
    return [
        {
            "by": each.name,
            "columns": [[key, n, _coded(shares, each, key)] for key, n in each.sizes.items()],
            "merged": each.merged,
            "themes": [[pk, [_cell(each, key, pk, plan, shares) for key in each.sizes]] for pk in themes],
        }
        for each in breakdowns
    ]


def _coded(shares, breakdown, category):
    part = _part(shares, breakdown, category)
    return part["coded"] if part and part["themes"] else None


def _part(shares, breakdown, category):
    return shares["by"].get(breakdown.name, {}).get(category) if shares else None


def _cell(breakdown, category, theme, plan, shares):
    held = plan.of_cell(breakdown.name, category, theme)
    number = None if held else breakdown.counts[theme, category][0]
    part = _part(shares, breakdown, category) or {"themes": {}}
    return [number, held, *_figures(part, theme, held)]
