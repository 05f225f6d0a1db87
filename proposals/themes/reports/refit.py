"""Fitting again what a bundle speaks of, and how far the result moved from what was published."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proposals.themes.analysis import Text, campaigns_among, sort_texts, wanted_by
from proposals.themes.enums import ItemState
from proposals.themes.models import Snapshot, ThemeRun

PLACES = Decimal("0.1")


@dataclass(frozen=True)
class Moved:
    """texts: how many were compared; moved: how many of them stand with other texts; shares in per cent."""

    texts: int
    gone: int
    moved: int
    share: Decimal
    largest_change: Decimal


def snapshot_of(bundle):
    """The snapshot a bundle was made from, if this installation holds it; found by its manifest."""
    rows = Snapshot.objects.filter(manifest_hash=bundle["run"]["manifest_hash"])
    return rows.select_related("consultation").first()


def refit(bundle, texts):
    """Campaigns and themes again from the texts as they are, with the bundle's seed and parameters."""
    run = bundle["run"]
    return sort_texts(
        texts, **wanted_by(run["parameters"]), seed=run["seed"], campaigns=campaigns_among(texts)
    )


def compared(old, new):
    """How the new theme of each text answers to the old one; both are {text: theme}.

    Each new theme is matched to the old theme most of its texts had; a text moved when its own differs.
    """
    common = sorted(old.keys() & new.keys())
    together = defaultdict(Counter)
    for key in common:
        together[new[key]][old[key]] += 1
    match = {theme: counts.most_common(1)[0][0] for theme, counts in together.items()}
    moved = sum(match[new[key]] != old[key] for key in common)
    before, after = Counter(old[key] for key in common), Counter(match[new[key]] for key in common)
    changes = [abs(before[theme] - after[theme]) for theme in {*before, *after}]
    return Moved(
        texts=len(common),
        gone=len(old) - len(common),
        moved=moved,
        share=_per_cent(moved, len(common)),
        largest_change=_per_cent(max(changes, default=0), len(common)),
    )


def _per_cent(part, whole):
    return (Decimal(100 * part) / whole).quantize(PLACES, ROUND_HALF_UP) if whole else Decimal("0.0")


def machine_themes(found):
    """{text: the theme of its clearest passage} of a computation."""
    best: dict = {}
    for passage in found.passages:
        if passage.key not in best or passage.confidence > best[passage.key][0]:
            best[passage.key] = (passage.confidence, passage.theme)
    return {key: theme for key, (_confidence, theme) in best.items()}


def published_themes(run):
    """{text: the theme of its clearest passage} as the run holds it, after people's edits."""
    rows = run.assignments.order_by("contribution_id", "-confidence", "pk")
    themes: dict = {}
    for text, theme in rows.values_list("contribution_id", "theme_id"):
        themes.setdefault(text, theme)
    return themes


def run_of(bundle, snapshot):
    rows = ThemeRun.objects.filter(snapshot=snapshot, input_hash=bundle["run"]["input_hash"])
    return rows.filter(number=bundle["run"]["number"]).first()


def texts_now(snapshot):
    """The analysed texts of the snapshot that still have words, as they may be shown now."""
    ids = snapshot.items.filter(state=ItemState.ANALYSED).values("contribution_id")
    contributions = snapshot.items.model._meta.get_field("contribution").related_model.objects
    rows = contributions.for_analysis(snapshot.consultation).filter(pk__in=ids).order_by("pk")
    texts = [Text(*row) for row in rows.values_list("pk", "title", "public_text")]
    return [text for text in texts if text.whole]
