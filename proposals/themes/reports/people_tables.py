"""Groups, coverage and weights as tables and as JSON: the same numbers as the page, for the same reader."""

from .people import opinion_themes, people_of


def opinion_theme_table(found):
    """(header, rows): one row a theme; shares in whole per cents, voices with two decimals."""
    letters = [group["letter"] for group in found.bundle["opinion"]["groups"]] if found.readable else []
    header = ["theme", "stand", "only_loud", "texts", "people", "campaigns", "voices", "voted_texts"]
    header += [f"group_{letter}_{what}" for letter in letters for what in ("agree_percent", "voters")]
    return header, [_opinion_row(each, len(letters)) for each in opinion_themes(found)]


def _opinion_row(each, groups):
    frozen = each.frozen
    votes = [n for pair in zip(each.shares, each.voters, strict=True) for n in pair]
    loud = "yes" if each.only_loud else "no"
    spoke = "" if each.voices is None else f"{each.voices:.2f}"
    row = [each.theme.name, each.stand, loud, frozen["sent"], frozen["people"], frozen["campaigns"], spoke]
    return [*row, len(frozen["texts"]) if each.knows else None, *(votes or [None] * (2 * groups))]


def coverage_table(found):
    """(header, rows): one row a group of the population; shares in per cent with one decimal."""
    header = ["table", "source", "group", "people_here", "share_here_percent"]
    header += ["took_part", "share_took_part_percent", "held_back", "silent"]
    coverages, _weighing = people_of(found)
    return header, [_coverage_row(each, row) for each in coverages for row in each.rows]


def _coverage_row(each, row):
    share = None if row.share is None else f"{row.share:.1f}"
    said = [each.title, each.source, row.name, row.people, f"{row.town:.1f}", row.received, share]
    return [*said, row.held, "yes" if row.silent else "no"]


def weights_table(found):
    """(header, rows): the weighted shares, labelled as the test of sensitivity they are."""
    header = ["theme", "share_of_people_percent", "sensitivity_weighted_percent", "design_effect"]
    _coverages, weighing = people_of(found)
    rows = weighing.rows if weighing else []
    return [*header, "effective_n"], [
        [theme.name, plain, weighted, f"{weighing.design_effect:.2f}", weighing.frozen["effective_n"]]
        for theme, plain, weighted in rows
    ]


def people_json(found):
    """{opinion_themes, coverage, sensitivity} with words; votes only as far as this reader may know them."""
    coverages, weighing = people_of(found)
    return {
        "opinion_themes": [_opinion_json(each) for each in opinion_themes(found)],
        "coverage": [{"title": each.title, "source": each.source, **each.frozen} for each in coverages],
        "sensitivity": weighing
        and {**weighing.frozen, "traits": weighing.traits, "left_out": weighing.left_out},
    }


def _opinion_json(each):
    votes = ("texts", "voters", "shares", "stand")
    known = {key: value for key, value in each.frozen.items() if each.knows or key not in votes}
    return {**known, "name": each.theme.name, "only_loud": each.only_loud}
