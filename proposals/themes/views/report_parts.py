"""What a report prints around its numbers: summary, scale, limits, early readers, what changed."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from proposals.closing import words_of
from proposals.enums import ParticipantKind
from proposals.themes.models import ThemeReport
from proposals.themes.reports.freeze import GONE, NEW, REMOVED, RESTORED
from proposals.themes.reports.scale import LABELS, bounds_in_words, word_for

CHANGES = {
    RESTORED: ngettext_lazy(
        "%(n)d contribution was withheld before and is counted now, as after an appeal.",
        "%(n)d contributions were withheld before and are counted now, as after an appeal.",
        "n",
    ),
    REMOVED: ngettext_lazy(
        "%(n)d contribution was counted before and is withheld now.",
        "%(n)d contributions were counted before and are withheld now.",
        "n",
    ),
    NEW: ngettext_lazy(
        "%(n)d contribution is new in this edition.",
        "%(n)d contributions are new in this edition.",
        "n",
    ),
    GONE: ngettext_lazy(
        "%(n)d contribution was withdrawn or erased since.",
        "%(n)d contributions were withdrawn or erased since.",
        "n",
    ),
}
TENTHS = [
    gettext_lazy("fewer than one in ten"),
    gettext_lazy("one in ten"),
    gettext_lazy("two in ten"),
    gettext_lazy("three in ten"),
    gettext_lazy("four in ten"),
    gettext_lazy("half"),
    gettext_lazy("six in ten"),
    gettext_lazy("seven in ten"),
    gettext_lazy("eight in ten"),
    gettext_lazy("nine in ten"),
    gettext_lazy("nearly all"),
]


def frame_context(found, slug):
    """The words of the team, frozen with the findings; empty where an edition is older than they."""
    frame = found.bundle.get("frame") or {}
    freeze = found.bundle.get("freeze") or {}
    return {
        "frame": frame,
        "lede": lede_of(found),
        "summary": summary_rows(found, frame),
        "scale": bounds_in_words(frame["scale"]) if frame else [],
        "early": [
            [name, office, date.fromisoformat(since), why] for name, office, since, why in _early(frame)
        ],
        "left_open": left_open(found.report, freeze),
        "respondents": respondent_rows(found.bundle.get("respondents") or []),
        "changes": change_rows(freeze),
        "editions": editions_of(found.report),
    }


def _early(frame):
    return frame.get("early", [])


def in_tenths(number, total):
    """A share of ten in words, to the nearest tenth."""
    return TENTHS[(20 * number + total) // (2 * total)]


def lede_of(found):
    """[(tenths in words, theme)] of the two largest themes; nothing where there are too few for shares."""
    analysed = found.bundle["analysed"]
    shown = [each for each in found.themes if each.share is not None]
    return [(in_tenths(each.frozen["submissions"], analysed), each.theme) for each in shown[:2]]


def summary_rows(found, frame):
    """The plain summary: each sentence with how many that is, and the word of the scale for it."""
    themes = {each.theme.pk: each for each in found.themes}
    total = found.bundle["analysed"]
    return [
        {
            "theme": themes[key].theme,
            "sentence": sentence,
            "number": themes[key].frozen["submissions"],
            "word": LABELS.get(word_for(themes[key].frozen["submissions"], total, frame["scale"]), ""),
        }
        for key, sentence in frame.get("summary", [])
        if key in themes
    ]


def left_open(report, freeze):
    """[(number, words, reason)] of what an owner accepted to leave open at the freeze."""
    left = freeze.get("open", [])
    lines = report.run.snapshot.closing_lines.all() if left else []
    reasons = {line.code: line.reason for line in lines}
    return [(number, words_of(code, number), reasons.get(code, "")) for code, number in left]


def respondent_rows(frozen):
    """[(name, number or why it is held back)] by kind of respondent."""
    return [(ParticipantKind(key).label, cell_words(cell)) for key, *cell in frozen]


def cell_words(cell):
    number, held = cell
    if held:
        return {"under": _("under the smallest number shown"), "hidden": _("hidden")}[held]
    return number


def change_rows(freeze):
    """What changed since the edition before, in words."""
    return [CHANGES[kind] % {"n": number} for kind, number in (freeze.get("changes") or {}).items()]


def editions_of(report):
    """The published editions of a consultation, newest first, for the list of corrections."""
    rows = ThemeReport.objects.published().filter(consultation=report.consultation_id)
    return list(rows.defer("bundle", "inputs").order_by("-edition"))
