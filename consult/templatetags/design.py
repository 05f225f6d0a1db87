"""Icons, figures and small drawings for templates."""

from django import template
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from consult import charts

register = template.Library()

TURNING_ICONS = {"reply", "move", "merge", "split", "chevron", "forward", "undo", "out"}
HATCHED = {"disagree", "edge-hatch"}
HOLDS = {"firm": 4, "fair": 3, "loose": 2, "rare": 1}
STATUSES = {  # kind: tint, icon, word
    "open": ("good", "comment", gettext_lazy("Open")),
    "closing": ("warn", "clock", gettext_lazy("Closing soon")),
    "closed": ("plain", "minus", gettext_lazy("Closed")),
    "accepted": ("good", "check", gettext_lazy("Accepted")),
    "partly": ("warn", "minus", gettext_lazy("Accepted in part")),
    "not_accepted": ("plain", "cross", gettext_lazy("Not accepted")),
    "already_done": ("good", "check", gettext_lazy("Already done")),
    "overdue": ("bad", "bang", gettext_lazy("Answer overdue")),
    "official": ("action", "seal", gettext_lazy("Official")),
    "saved": ("good", "check", gettext_lazy("Saved")),
    "waiting": ("warn", "clock", gettext_lazy("Waiting")),
    "sorting": ("plain", "comment", gettext_lazy("Sorting")),
    "for": ("agree", "check", gettext_lazy("For")),
    "against": ("disagree", "cross", gettext_lazy("Against")),
    "question": ("plain", "question", gettext_lazy("Question")),
    "neutral": ("plain", "minus", gettext_lazy("Neither")),
    "plain": ("plain", "", ""),
}


@register.simple_tag
def icon(name):
    """An icon of the sprite, hidden from readers: a word always stands beside it."""
    turn = " icon-turn" if name in TURNING_ICONS else ""
    return format_html(
        '<svg class="icon icon-{}{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        name,
        turn,
        static("consult/icons.svg"),
        name,
    )


@register.simple_tag
def status(kind, word="", small=False):
    """A word, its icon, and a tint that repeats it."""
    tint, drawn, usual = STATUSES[kind]
    return format_html(
        '<span class="tag tag-{}{}">{}{}</span>',
        tint,
        " tag-small" if small else "",
        icon(drawn) if drawn else "",
        word or usual,
    )


@register.filter
def count(value):
    """A number with its thousands marked: 2,318; words that stand in its place stay as they are."""
    if value is None or isinstance(value, str | Promise):
        return value or ""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def one_decimal(value):
    """A percentage as tables print it, rounded: 30.9. (`number_format` alone would cut it off.)"""
    return floatformat(value, 1)


@register.simple_tag
def shares(*counts):
    """Whole percentages that add up to 100, for use with `as`."""
    return charts.whole_percentages([int(n or 0) for n in counts])


def _rect(segment):
    fill = segment.fill
    paint = format_html('class="fill-{}"', fill.removesuffix("-hatch"))
    drawn = format_html('<rect {} x="{}%" y="0" width="{}%" height="100%"/>', paint, segment.x, segment.width)
    if fill in HATCHED:
        drawn += format_html(
            '<rect fill="url(#hatch)" x="{}%" y="0" width="{}%" height="100%"/>', segment.x, segment.width
        )
    return drawn


def _bar(parts, css="bar-chart"):
    drawn = format_html_join("", "{}", ((_rect(s),) for s in charts.segments(parts, get_language_bidi())))
    return (
        format_html('<svg class="{}" aria-hidden="true" focusable="false">{}</svg>', css, drawn)
        if drawn
        else ""
    )


@register.simple_tag
def vote_bar(agree, disagree, neither, thick=False):
    """For, against (hatched), neither: always in this order. The words stand beside it."""
    parts = [("agree", agree or 0), ("disagree", disagree or 0), ("pass", neither or 0)]
    return _bar(parts, "bar-chart bar-thick" if thick else "bar-chart")


@register.simple_tag
def ledger_bar(in_themes, no_theme, campaign, withheld):
    """Where every contribution went."""
    parts = [("action", in_themes), ("soft", no_theme), ("edge-hatch", campaign), ("ink", withheld)]
    return _bar([(fill, n or 0) for fill, n in parts], "bar-chart bar-thick")


@register.simple_tag
def answer_bar(accepted, partly, not_accepted, waiting=0):
    """How the themes of a consultation were answered."""
    parts = [("action", accepted), ("soft", partly), ("edge", not_accepted), ("track", waiting)]
    return _bar([(fill, n or 0) for fill, n in parts])


@register.simple_tag
def meter(percent, fill="action"):
    """One share on its track; the number stands beside it."""
    width = min(max(float(percent or 0), 0), 100)
    x = 100 - width if get_language_bidi() else 0
    return format_html(
        '<svg class="bar-chart" aria-hidden="true" focusable="false">'
        '<rect class="fill-track" width="100%" height="100%"/>'
        '<rect class="fill-{}" x="{}%" width="{}%" height="100%"/></svg>',
        fill,
        round(x, 2),
        round(width, 2),
    )


@register.simple_tag
def interval_end(highs):
    """Where the axis shared by all these upper ends stops; None when nothing was estimated."""
    known = [float(high) for high in highs if high is not None]
    return charts.axis_end(known) if known else None


@register.simple_tag
def interval_plot(estimate, low, high, end):
    """A dot for the estimate on a band for its interval; without an interval nothing is drawn."""
    if low is None or high is None:
        return ""
    turned = get_language_bidi()
    ticks = ((charts.on_axis(tick, end, turned),) * 2 for tick in charts.axis_ticks(end))
    edges = sorted(charts.on_axis(float(value), end, turned) for value in (low, high))
    return format_html(
        '<svg class="interval" aria-hidden="true" focusable="false">{}'
        '<rect class="band-95" x="{}%" y="35%" width="{}%" height="30%"/>'
        '<circle cx="{}%" cy="50%" r="4"/></svg>',
        format_html_join("", '<line x1="{}%" x2="{}%" y1="12%" y2="88%"/>', ticks),
        edges[0],
        round(edges[1] - edges[0], 2),
        charts.on_axis(float(estimate), end, turned),
    )


@register.simple_tag
def interval_axis(end):
    """The numbers over a column of interval plots."""
    turned = get_language_bidi()
    ticks = charts.axis_ticks(end)
    words = (
        (
            charts.on_axis(tick, end, turned),
            {0: "start", len(ticks) - 1: "end"}.get(i, "middle"),
            f"{tick}%" if i in (0, len(ticks) - 1) else tick,
        )
        for i, tick in enumerate(ticks)
    )
    return format_html(
        '<svg class="interval" aria-hidden="true" focusable="false">{}</svg>',
        format_html_join("", '<text x="{}%" y="85%" text-anchor="{}">{}</text>', words),
    )


@register.simple_tag
def holds(word):
    """How firmly a theme holds over reruns: four bars and the word (firm, fair, loose, rare)."""
    filled = HOLDS[word]
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}%" width="18%" height="{}%"/>',
        (("fill-action" if i < filled else "fill-track", i * 26, 75 - i * 25, 25 + i * 25) for i in range(4)),
    )
    words = {"firm": _("firm"), "fair": _("fair"), "loose": _("loose"), "rare": _("rare")}
    return format_html(
        '<span class="holds"><svg aria-hidden="true" focusable="false">{}</svg>{}</span>', bars, words[word]
    )


@register.simple_tag
def column(rows, name):
    """One value of every row, with nothing left out as nothing."""
    return [row.get(name) if isinstance(row, dict) else getattr(row, name, None) for row in rows]


@register.filter
def nth(rows, index):
    """The row at this place, so that one list can be read beside another."""
    return rows[index]
