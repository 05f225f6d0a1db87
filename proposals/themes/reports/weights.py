"""What shares would be if those who took part were made up like the town: a test of sensitivity."""

from collections import Counter
from math import ceil

from proposals.themes.clustering import rake
from proposals.themes.enums import Place
from proposals.themes.models import ThemeAssignment

from .coverage import FEWEST_FOR_SHARES, kinds_of, reference_tables

HUNDRED = 100
STEP = 5  # points to which the largest move is rounded up


def weights_of(run, threshold, themes):
    """{traits, left_out, people, design_effect, effective_n, moves_at_most, themes}; None without a table.

    themes: the themes of the bundle. traits, left_out: ids of tables used and not used, since one of their
    categories has too few people, or no weights fit. design_effect is in hundredths; themes are [id, per cent
    of these people, per cent when weighted], whole, None where a small number of people could be worked out.
    moves_at_most: no theme's share moves by more points than this, a multiple of 5.
    """
    tables = reference_tables(run.consultation)
    if not tables:
        return None
    kinds = {table.pk: kinds_of(run, table) for table in tables}
    analysed = set(
        run.ledger.filter(place__in=Place.analysed()).values_list("submission__participant_id", flat=True)
    )
    used, people = _usable({table.pk: table for table in tables}, kinds, analysed, threshold)
    found = {"traits": sorted(used), "left_out": sorted(set(kinds) - set(used)), "people": len(people)}
    weights = _raked(used, kinds, people)
    if weights is None:
        return {**found, "traits": [], "left_out": sorted(kinds), "people": None, **_nothing()}
    effect = round(weights.design_effect * HUNDRED)
    in_themes = _people_of(run)
    by_person = dict(zip(people, weights.weights, strict=True))
    shares = {each["id"]: _shares(in_themes.get(each["id"], set()), by_person) for each in themes}
    told = [each["id"] for each in themes if not each["held_back"]]
    safe = {key for key in told if _is_safe(in_themes.get(key, set()), people, used, kinds, threshold)}
    moved = max((abs(weighted - plain) for plain, weighted in map(shares.get, told)), default=0)
    return {
        **found,
        "design_effect": effect,
        "effective_n": effective(len(people), effect),
        "moves_at_most": STEP * ceil(round(moved * HUNDRED / STEP, 6)),
        "themes": [
            [key, *(round(share * HUNDRED) if key in safe else None for share in pair)]
            for key, pair in shares.items()
        ],
    }


def effective(people, design_effect):
    """The effective n of so many people, rounded down; design_effect in hundredths."""
    return people * HUNDRED // design_effect


def _nothing():
    return {"design_effect": None, "effective_n": None, "moves_at_most": None, "themes": []}


def _usable(tables, kinds, analysed, threshold):
    """The tables of which every category keeps enough people, and the people who answered all of them."""
    used = dict(tables)
    while used:
        people = sorted(analysed.intersection(*(kinds[key] for key in used)))
        thin = [key for key, table in used.items() if _fewest(table, kinds[key], people) < threshold]
        if not thin:
            return used, people
        del used[min(thin, key=lambda key: (_fewest(used[key], kinds[key], people), key))]
    return {}, []


def _fewest(table, kinds, people):
    counted = Counter(kinds[person] for person in people)
    return min(counted[category] for category, number in table.rows if number)


def _raked(used, kinds, people):
    """Weights, or None with too few people or margins that no weights fit together."""
    if not used or len(people) < FEWEST_FOR_SHARES:
        return None
    nobody = {(key, category) for key, table in used.items() for category, n in table.rows if not n}
    if any((key, kinds[key][person]) in nobody for key in used for person in people):
        return None
    try:
        return rake(
            {str(key): [kinds[key][person] for person in people] for key in used},
            {str(key): dict(table.rows) for key, table in used.items()},
        )
    except ValueError:
        return None


def _people_of(run):
    """{theme id: participants who said it}, those of sub-themes with the theme above."""
    rows = ThemeAssignment.objects.counted().filter(run=run)
    found: dict = {}
    for theme, parent, person in rows.values_list(
        "theme_id", "theme__parent_id", "contribution__participant_id"
    ):
        for key in filter(None, (theme, parent)):
            found.setdefault(key, set()).add(person)
    return found


def _shares(people, weights):
    """(plain, weighted) share of the weighted people who are in a theme."""
    here = [weights[person] for person in sorted(people) if person in weights]
    return len(here) / len(weights), sum(here) / len(weights)


def _is_safe(in_theme, people, used, kinds, threshold):
    """Whether no category holds a few people in the theme, or a few outside of it.

    Weights are known to whoever knows the table, so a weighted share can give away how many of a category are
    in the theme.
    """
    for key in used:
        everybody = Counter(kinds[key][person] for person in people)
        inside = Counter(kinds[key][person] for person in people if person in in_theme)
        cells = [
            n for category, total in everybody.items() for n in (inside[category], total - inside[category])
        ]
        if any(0 < n < threshold for n in cells):
            return False
    return True
