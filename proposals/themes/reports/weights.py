"""What shares would be if those who took part were made up like the town: a test of sensitivity."""

from collections import Counter

from proposals.themes.enums import Place
from proposals.themes.models import ThemeAssignment

from .coverage import FEWEST_FOR_SHARES, kinds_of, reference_tables
from .weighting import HUNDRED, counted, design_effect, fitted, moves_at_most, shares_of


def weights_of(run, threshold, themes):
    """{traits, left_out, people, design_effect, effective_n, moves_at_most, themes}; None without a table.

    themes: the themes of the bundle. traits, left_out: ids of tables used and not used, since one of their
    categories has too few people, or no weights fit. design_effect is in hundredths; themes are [id, per cent
    of these people, per cent when weighted], whole, None where a small number of people could be worked out.
    moves_at_most: no theme's share moves by more points than this, a multiple of 5.
    """
    found, people, weights = _weighed(run, threshold)
    if found is None or weights is None:
        return found
    effect = design_effect(people, weights)
    in_themes = _people_of(run)
    sets = found.pop("sets")
    inside = {each["id"]: counted(sets, in_themes.get(each["id"], set())) for each in themes}
    shares = {key: shares_of(cells, people, weights) for key, cells in inside.items()}
    told = [each["id"] for each in themes if not each["held_back"]]
    safe = {key for key in told if is_safe(inside[key], people, threshold)}
    return {
        **found,
        "design_effect": effect,
        "effective_n": effective(found["people"], effect),
        "moves_at_most": moves_at_most([shares[key] for key in told]),
        "themes": [
            [key, *(round(share) if key in safe else None for share in pair)] for key, pair in shares.items()
        ],
    }


def sets_of(run, threshold):
    """(tables used, ids of all tables, {person: the categories they told, one a used table})."""
    tables = reference_tables(run.consultation)
    kinds = {table.pk: kinds_of(run, table) for table in tables}
    analysed = set(
        run.ledger.filter(place__in=Place.analysed()).values_list("submission__participant_id", flat=True)
    )
    used, people = _usable({table.pk: table for table in tables}, kinds, analysed, threshold)
    sets = {person: tuple(kinds[key][person] for key in sorted(used)) for person in people}
    return used, sorted(kinds), sets


def _weighed(run, threshold):
    """(what stands of the weights so far, {set of answers: people}, {set: weight} or None)."""
    used, tables, sets = sets_of(run, threshold)
    if not tables:
        return None, {}, None
    people = counted(sets)
    found = {"traits": sorted(used), "left_out": sorted({*tables} - {*used}), "people": len(sets)}
    weights = _fitted(used, people)
    if weights is None:
        return {**found, "traits": [], "left_out": tables, "people": None, **_nothing()}, people, None
    return {**found, "sets": sets}, people, weights


def _fitted(used, people):
    """Weights, or None with too few people or margins that no weights fit together."""
    if not used or sum(people.values()) < FEWEST_FOR_SHARES:
        return None
    margins = [dict(used[key].rows) for key in sorted(used)]
    if any(not margin.get(key[trait]) for key in people for trait, margin in enumerate(margins)):
        return None
    return fitted(people, margins)


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


def is_safe(inside, people, threshold):
    """Whether no category holds a few people in the theme, or a few outside of it.

    Weights are known to whoever knows the table, so a weighted share can give away how many of a category are
    in the theme.
    """
    for trait in range(len(next(iter(people), ()))):
        here, everybody = (_by_category(cells, trait) for cells in (inside, people))
        cells = [n for key, total in everybody.items() for n in (here[key], total - here[key])]
        if any(0 < n < threshold for n in cells):
            return False
    return True


def _by_category(cells, trait):
    found: Counter = Counter()
    for key, n in cells.items():
        found[key[trait]] += n
    return found


def carriable(run, threshold, themes):
    """({set of answers: people}, {theme id: {set: people}}) of which a bundle may carry the rows: of sets
    none of which only few people gave, and of themes that few of none are in, or are not in."""
    _used, _tables, sets = sets_of(run, threshold)
    people = counted(sets)
    if any(n < threshold for n in people.values()):
        return {}, {}
    in_themes = _people_of(run)
    inside = {each["id"]: counted(sets, in_themes.get(each["id"], set())) for each in themes}
    told = {each["id"] for each in themes if not each["held_back"]}
    return people, {
        key: cells
        for key, cells in inside.items()
        if key in told and not any(0 < n < threshold for n in _both_sides(cells, people))
    }


def _both_sides(inside, people):
    return [n for key, total in people.items() for n in (inside.get(key, 0), total - inside.get(key, 0))]
