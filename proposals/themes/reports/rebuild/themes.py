"""The size, the share and the stance of each theme, and the campaigns, counted again from the rows."""

from collections import Counter, defaultdict

from proposals.themes.models.theme import FIRMNESS, MARGINS, holding
from proposals.themes.reports.bundle import FEWEST_FOR_SHARES, share_of

from . import recomputes
from .counts import analysed, small

STANCES = ("for", "against", "neutral")


@recomputes("themes", "placed", "stances")
def themes(bundle):
    """What is held back stays so; where its quotes stand is carried as it is."""
    rows = defaultdict(list)
    for theme, person, copy in bundle["inputs"]["placed"]:
        rows[theme].append((person, copy))
    stances = Counter(map(tuple, bundle["inputs"]["stances"]))
    total = analysed(bundle)
    measured = bundle["inputs"].get("holds")
    firm = None if measured is None else {theme: word_of(*rest) for theme, *rest in measured}
    return [
        each
        if each["held_back"]
        else {**_theme(bundle, each, rows[each["id"]], stances, total), **_holds(each, firm)}
        for each in bundle["themes"]
    ]


def word_of(measured, whole):
    """How firmly a theme holds, by its stability, or by its confidence where none was measured."""
    return holding(whole, FIRMNESS if measured == "stability" else MARGINS)


def _holds(stated, firm):
    """What it stands for, or what an older file says without the rows for it."""
    return {"holds": stated["holds"] if firm is None else firm.get(stated["id"])}


def _theme(bundle, stated, rows, stances, total):
    own = [person for person, copy in rows if not copy]
    split = {stance: stances[stated["id"], stance] for stance in STANCES}
    return {
        **stated,
        "held_back": small(min(len(own), len({*own})), bundle["threshold"]),
        "submissions": len(own),
        "people": len({*own}),
        "copies": None if stated["copies"] is None else len(rows) - len(own),
        "share": share_of(len(own), total) if total >= FEWEST_FOR_SHARES else None,
        "stance": split if stated["stance"] else stated["stance"],
    }


@recomputes("campaigns", "copies")
def campaigns(bundle):
    """Texts, people, and how many added words of their own; the letter and its burst are carried."""
    rows = defaultdict(list)
    for campaign, person, added in bundle["inputs"]["copies"]:
        rows[campaign].append((person, added))
    return [_campaign(each, rows[each["number"]]) for each in bundle["campaigns"]]


def _campaign(stated, rows):
    adding = len({person for person, added in rows if added})
    return {
        **stated,
        "texts": len(rows),
        "people": len({person for person, _added in rows}),
        "adding": None if stated["adding"] is None else adding,
    }


@recomputes("campaign_counts", "copiers")
def campaign_counts(bundle):
    """All printed campaigns together, in which a person counts once."""
    texts = bundle["inputs"]["copiers"]
    return {"people": len(texts), "texts": sum(texts), "campaigns": len(bundle["campaigns"])}
