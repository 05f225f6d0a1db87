"""The report as files: CSV that no spreadsheet runs, and JSON."""

from decimal import Decimal

from consult.tables import as_csv
from proposals.themes.enums import Place

from .people_tables import coverage_table, opinion_theme_table, people_json, weights_table
from .record import as_records


def themes_csv(found):
    header = ["theme", "definition", "submissions", "people", "share_percent", "campaign_copies"]
    header += ["for", "against", "neither", "held_back"]
    header += ["estimated_share_percent", "low_percent", "high_percent", "holds"]
    return as_csv(header, map(_theme_row, found.themes))


def _theme_row(finding):
    frozen = finding.frozen
    stance = frozen["stance"] or {}
    return [
        finding.theme.name,
        finding.theme.definition,
        frozen["submissions"],
        frozen["people"],
        frozen["share"],
        frozen["copies"],
        stance.get("for"),
        stance.get("against"),
        stance.get("neutral"),
        frozen["held_back"] or ("stance" if frozen["stance_held_back"] else ""),
        *map(_percent, finding.estimate),
        frozen["holds"],
    ]


def _percent(whole):
    return None if whole is None else f"{Decimal(whole) / 100:.2f}"


def breakdowns_csv(found):
    """A row for each theme and part: what was sorted, and what the coded sample says."""
    header = ["by", "part", "part_submissions", "part_coded", "theme", "submissions", "held_back"]
    header += ["estimated_share_percent", "low_percent", "high_percent"]
    return as_csv(header, _breakdown_rows(found))


def _breakdown_rows(found):
    names = {each.theme.pk: each.theme.name for each in found.themes}
    for table in found.breakdowns:
        for theme, cells in table["themes"]:
            for (part, size, coded), (number, held, *figures) in zip(table["columns"], cells, strict=True):
                yield [
                    table["by"],
                    part,
                    size,
                    coded,
                    names.get(theme),
                    number,
                    held,
                    *map(_percent, figures),
                ]


def ledger_csv(found):
    rows = [["received", found.bundle["received"]]]
    rows += [[place, number] for place, number in found.bundle["ledger"]]
    return as_csv(["place", "submissions"], rows)


def statements_csv(found):
    """Per cent agreeing in each group, by how far all groups agree."""
    header = ["id", "statement", "consensus"]
    header += [f"group_{group['letter']}_agree_percent" for group in found.groups]
    rows = (
        [each.contribution.pk, each.words, f"{each.frozen['consensus'] / 10000:.4f}", *each.shares]
        for each in found.statements
    )
    return as_csv(header, rows)


def opinion_themes_csv(found):
    return as_csv(*opinion_theme_table(found))


def coverage_csv(found):
    return as_csv(*coverage_table(found))


def weights_csv(found):
    return as_csv(*weights_table(found))


def as_json(found):
    """What the API and the JSON file say: the bundle without what this reader may not know, and words."""
    bundle = found.bundle
    kept = ("format", "consultation", "edition", "threshold", "run", "received", "analysed", "people")
    said = {key: bundle[key] for key in bundle if key in kept}
    said["fingerprint"] = found.report.manifest_hash
    published = found.report.published_at
    said["published_at"] = published.isoformat(timespec="seconds") if published else None
    said["frame"] = _frame_json(found)
    said["learnt"] = bundle.get("learnt")
    said["freeze"], said["respondents"] = bundle.get("freeze"), bundle.get("respondents")
    said["software"] = as_records(found.report)
    said["concentration"] = bundle.get("concentration")
    said["estimates"], said["agreement"] = bundle.get("estimates"), bundle.get("agreement")
    said["breakdowns"] = found.breakdowns
    said["ledger"] = {Place(place).value: number for place, number in bundle["ledger"]}
    said["withheld"] = [_cell(cell) for cell in bundle["withheld"]]
    said["channels"] = [_cell(cell) for cell in bundle["channels"]]
    said["campaigns"] = [_campaign_json(each) for each in found.campaigns]
    said["campaign_counts"] = bundle.get("campaign_counts")
    said["themes"] = [theme_json(each) for each in found.themes]
    said["opinion"] = _opinion_json(found)
    return said | people_json(found)


def _frame_json(found):
    """What the team wrote around the numbers; a passage only while this reader may see it."""
    frame = found.bundle.get("frame")
    views = [
        {"name": view.name, "why": view.why, "quote": view.quote.text if view.quote else None}
        for view in found.minority
    ]
    return frame and {**frame, "minority": views}


def _cell(cell):
    key, number, held = cell
    return {"name": key, "submissions": number, "held_back": held}


def theme_json(finding):
    numbers = {key: value for key, value in finding.frozen.items() if key != "quotes"}
    return {
        **numbers,
        "estimate": dict(zip(("share", "low", "high"), finding.estimate, strict=True)),
        "name": finding.theme.name,
        "definition": finding.theme.definition,
        "quotes": [{"contribution": q.contribution.pk, "text": q.text} for q in finding.quotes],
    }


def _campaign_json(finding):
    numbers = {key: value for key, value in finding.frozen.items() if key not in ("template", "added")}
    return {
        **numbers,
        "template": finding.template.text if finding.template else None,
        "added": [{"contribution": q.contribution.pk, "text": q.text} for q in finding.added],
    }


def _opinion_json(found):
    if not found.statements:
        return None
    opinion = found.bundle["opinion"]
    said = {key: opinion.get(key) for key in ("voters", "votes", "grouped", "groups", "stability")}
    said["statements"] = [
        {
            "id": each.contribution.pk,
            "text": each.words,
            "consensus": each.frozen["consensus"],
            "agree_percent": each.shares,
        }
        for each in found.statements
    ]
    return said
