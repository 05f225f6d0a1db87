"""What the report says of people's coding: how it was done, how far they agree, the shares by part."""

from django.utils.translation import gettext as _

from consult.models import Question
from proposals.enums import Channel, ParticipantKind

from .coding_figures import coefficient, per_cent


def coding_context(found):
    """`estimates`, `agreement` with its rows, and `breakdowns` as tables, for the templates of a report."""
    bundle = found.bundle
    agreement = bundle.get("agreement")
    questions = _questions(found.report.consultation) if _speaks_of_questions(found, agreement) else {}
    return {
        "estimates": bundle.get("estimates"),
        "any_held": any(each["held_back"] for each in bundle["themes"]),
        "agreement": agreement,
        "agreement_rows": _agreement_rows(found, agreement, questions) if agreement else [],
        "breakdowns": [_table(found, table, questions) for table in found.breakdowns],
    }


def _speaks_of_questions(found, agreement):
    of_questions = [key for key, *_rest in (agreement or {}).get("questions", ()) if key]
    return bool(of_questions) or any(table["by"] == "question" for table in found.breakdowns)


def _questions(consultation):
    return {str(each.pk): each.text for each in Question.objects.filter(consultation=consultation)}


def _agreement_rows(found, agreement, questions):
    names = {each.theme.pk: each.theme.name for each in found.themes}
    over_all = {_("All themes"): agreement["alpha"], _("Stance"): agreement["stance"]}
    rows = [(what, coefficient(alpha), agreement["texts"]) for what, alpha in over_all.items()]
    rows += [(names[pk], coefficient(alpha), None) for pk, alpha in agreement["themes"] if pk in names]
    return rows + [
        (questions.get(key) or _("Proposals and comments"), coefficient(alpha), texts)
        for key, alpha, texts in agreement["questions"]
    ]


def _table(found, table, questions):
    """{"title", "columns": [(name, number)], "rows": [(theme, url, cells)], "held": whether anything is}."""
    titles = {
        "type": _("By respondent"),
        "channel": _("By channel"),
        "question": _("By question"),
        "group": _("By opinion group"),
    }
    themes = {each.theme.pk: each.theme for each in found.themes}
    rows = [(themes[pk], [_cell(cell) for cell in cells]) for pk, cells in table["themes"] if pk in themes]
    return {
        "by": table["by"],
        "title": titles[table["by"]],
        "columns": [(_column(table["by"], key, questions), n, coded) for key, n, coded in table["columns"]],
        "rows": rows,
        "held": any(cell["held"] for _theme, cells in rows for cell in cells),
        "with_shares": any(coded for _key, _n, coded in table["columns"]),
    }


def _column(by, key, questions):
    if key in ("others", "none", "posts"):
        words = {"others": _("All others"), "none": _("In no group"), "posts": _("Proposals and comments")}
        return words[key]
    if by == "type":
        return {"individual": _("Individuals"), "organisation": _("Organisations")}[
            ParticipantKind(key).value
        ]
    if by == "channel":
        return Channel(key).label.capitalize()
    return questions.get(key, key) if by == "question" else _("Group %(letter)s") % {"letter": key}


def _cell(cell):
    number, held, share, low, high = cell
    figures = {"share": per_cent(share), "low": per_cent(low), "high": per_cent(high)}
    return {"number": number, "held": held, **figures}
