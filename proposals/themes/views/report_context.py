"""What every form of a report prints, from its findings: the page, the draft, the files."""

from django.urls import reverse
from django.utils.translation import gettext as _

from proposals.enums import Channel
from proposals.themes.enums import Place, WithheldReason
from proposals.themes.templatetags.bench import holds_word

from .opinion_map import opinion_map
from .people import people_context
from .report_coding import coding_context
from .report_parts import cell_words, frame_context


def report_context(found):
    """What the page of a report prints, for the site and for the file that `build_report` writes."""
    report, bundle = found.report, found.bundle
    slug = report.consultation.slug
    return {
        "consultation": report.consultation,
        "report": report,
        "found": found,
        "bundle": bundle,
        "ledger": {place.value: number for place, number in found.ledger.items()},
        "parts": ledger_parts(found, slug),
        "left_out": sum(found.ledger[place] for place in Place.left_out()),
        "rows": [theme_row(each, slug) for each in found.themes],
        "groups": [(_("Group %(letter)s") % group, group["people"]) for group in found.groups],
        "map": opinion_map(found.groups),
        "statements": statement_rows(found),
        "more_campaigns": len(bundle["campaigns"]) - len(found.campaigns),
        "concentration": concentration_rows(bundle.get("concentration") or {}),
        "channels": [
            (Channel(key).label.capitalize(), cell_words(cell)) for key, *cell in bundle["channels"]
        ],
        "withheld": [
            (WithheldReason(key).label, cell_words(cell)) for key, *cell in bundle["withheld"] if key
        ],
        **coding_context(found),
        **frame_context(found, slug),
        "minority": found.minority,
        "sign_offs": list(report.sign_offs.select_related("user")) if report.pk else [],
        "nav_current": "consultations",
        **people_context(found),
    }


def ledger_parts(found, slug):
    """[(number, name, url)]: all that were received, each in one place; empty places are left out."""
    return [
        (number, place.label, reverse("report_place", args=[slug, place.value]))
        for place, number in found.ledger.items()
        if number
    ]


def theme_row(finding, slug):
    frozen = finding.frozen
    stance = frozen["stance"] or {}
    held = _("Held back: too few people in a part") if frozen["stance_held_back"] else ""
    return {
        "name": finding.theme.name,
        "definition": finding.theme.definition,
        "url": reverse("report_theme", args=[slug, finding.theme.pk]),
        "share": finding.share,
        "number": frozen["submissions"],
        "why": frozen["held_back"],
        "low": finding.low,
        "high": finding.high,
        "agree": stance.get("for"),
        "disagree": stance.get("against"),
        "neither": stance.get("neutral"),
        "holds": holds_word(frozen.get("holds", "")),
        "held_back": held,
    }


def statement_rows(found):
    """The statements all groups agree with most, then those that set a group apart."""
    return [
        {
            "name": each.words,
            "url": each.contribution.get_absolute_url(),
            "shares": each.shares,
            "lower": each.lower,
            "common": each.common,
        }
        for each in found.statements
    ]


def concentration_rows(frozen):
    """[{what, people, gini, top_people, top_share}] of posts and votes, shares in per cent."""
    words = {"posts": _("Contributions"), "votes": _("Votes")}
    return [
        {
            **figures,
            "what": words[what],
            "gini": figures["gini"] / 10_000,
            "top_share": figures["top_share"] and figures["top_share"] / 100,
        }
        for what, figures in frozen.items()
        if figures
    ]
