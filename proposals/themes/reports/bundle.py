"""The frozen findings of a run: ids, counts and offsets, never words."""

import hashlib
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from proposals.enums import Stance
from proposals.themes.enums import Place, ThemeState
from proposals.themes.models import Theme, ThemeAssignment

from .answers import corrections_of
from .campaigns import campaign_counts, campaigns_of
from .concentration import concentration_of
from .coverage import coverage_of
from .disclosure import held_back
from .estimates import coded_parts
from .frame import frame_of
from .freeze import freeze_of
from .inputs import inputs_of
from .learnt import learnt_of
from .opinion import opinion_of
from .opinion_themes import opinion_themes_of
from .plan import parts_of_stance
from .respondents import respondents_of
from .weights import weights_of
from .words import LONGEST_QUOTE, intact

FORMAT = 3
FEWEST_FOR_SHARES = 30
QUOTES = 4
OTHER_SIDE = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}


def build_bundle(run, edition, states=(ThemeState.CONFIRMED,), *, secondary=True):
    """Everything a report of this run prints, with small numbers held back already.

    A published edition holds confirmed themes only; a draft may hold suggested ones too. Without `secondary`,
    small cells alone are held back: no edition is made so, but tests show by it what that would give away.
    """
    consultation = run.consultation
    threshold = consultation.disclosure_threshold
    places = Counter(run.ledger.values_list("place", flat=True))
    analysed = sum(places[place] for place in Place.analysed())
    rows = list(Theme.objects.of_run(run).filter(state__in=states))
    opinion = opinion_of(run, threshold)
    people_said = coded_parts(
        run, rows, analysed, places[Place.IN_THEMES], threshold, grouped=bool(opinion), secondary=secondary
    )
    plan = people_said.pop("plan")
    themes = [_theme(theme, plan.of_theme(theme.pk), analysed, threshold) for theme in rows]
    return {
        "format": FORMAT,
        "consultation": consultation.slug,
        "edition": edition,
        "threshold": threshold,
        "run": _run(run),
        "freeze": freeze_of(run, threshold),
        "frame": frame_of(run),
        "learnt": learnt_of(run, threshold),
        "received": run.snapshot.received,
        "ledger": [[place.value, places[place]] for place in Place],
        "withheld": _withheld(run, threshold),
        "analysed": analysed,
        "people": run.ledger.values("submission__participant_id").distinct().count(),
        "channels": _channels(run, threshold),
        "respondents": respondents_of(run, threshold),
        "campaigns": campaigns_of(run, threshold),
        "campaign_counts": campaign_counts(run, threshold),
        "themes": themes,
        **people_said,
        "opinion": opinion,
        "opinion_themes": opinion_themes_of(run, threshold, themes, opinion),
        "concentration": concentration_of(run, threshold),
        "coverage": coverage_of(run, threshold),
        "weights": weights_of(run, threshold, themes),
        "corrections": corrections_of(run, threshold, themes),
    }


def canonical(bundle):
    """The one way to write a bundle as bytes."""
    return json.dumps(bundle, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def digest(part):
    """SHA-256 of a part as it is written."""
    return hashlib.sha256(canonical(part)).hexdigest()


def hashes_of(bundle):
    """{part: hash}, so that a changed byte is traced to its part."""
    return {part: digest(value) for part, value in bundle.items()}


def fingerprint(bundle):
    """One hash over the hash of each part."""
    return digest(hashes_of(bundle))


def with_inputs(run, bundle):
    """(the findings with the hash of each input, the inputs)"""
    inputs = inputs_of(run, bundle)
    return {**bundle, "input_hashes": hashes_of(inputs)}, inputs


def share_of(number, total):
    """Per cent with one decimal, half up, as text: the same digits on every machine."""
    exact = Decimal(100 * number) / Decimal(total)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _run(run):
    return {
        "number": run.number,
        "seed": run.seed,
        "parameters": run.parameters,
        "versions": run.versions,
        "quality": run.quality,
        "input_hash": run.input_hash,
        "manifest_hash": run.snapshot.manifest_hash,
        "taken_at": run.snapshot.taken_at.isoformat(timespec="seconds"),
    }


def _withheld(run, threshold):
    reasons = Counter(run.ledger.filter(place=Place.WITHHELD).values_list("reason", flat=True))
    return _cells(reasons, threshold)


def _channels(run, threshold):
    return _cells(Counter(run.ledger.values_list("submission__channel", flat=True)), threshold)


def _cells(counts, threshold):
    """[[key, count or None, why it is held back or ""]] in order of the keys."""
    held = held_back(counts, threshold)
    return [[key, None if key in held else counts[key], held.get(key, "")] for key in sorted(counts)]


def _theme(theme, held, analysed, threshold):
    parts = parts_of_stance(theme, held, threshold)
    said = theme.stance_for + theme.stance_against + theme.stance_neutral
    with_share = not held and analysed >= FEWEST_FOR_SHARES
    return {
        "id": theme.pk,
        "key": theme.stable_key,
        "held_back": held,
        "submissions": None if held else theme.submissions,
        "people": None if held else theme.people,
        "copies": theme.copies if theme.copies >= threshold else None,
        "share": share_of(theme.submissions, analysed) if with_share else None,
        "holds": theme.holds,
        "stance": parts,
        "stance_held_back": bool(said) and parts is None,
        "quotes": [] if held else _quotes(theme),
    }


def _quotes(theme):
    """The most central passages still word for word what was analysed: [text id, start, end].

    The second is of the other side, where somebody in the theme takes one.
    """
    rows = (
        ThemeAssignment.objects.counted()
        .filter(theme=theme, quote_hidden=False)
        .select_related("contribution__shown_revision")
        .order_by("central_rank", "-confidence", "pk")
    )
    ranked = [*rows.filter(central_rank__isnull=False), *rows.filter(central_rank=None)[: 4 * QUOTES]]
    chosen = _fitting(theme, ranked)
    if chosen and (other := OTHER_SIDE.get(chosen[0].contribution.stance)):
        against = rows.filter(contribution__stance=other)[:QUOTES]
        chosen = _one_each([chosen[0], *_fitting(theme, against)[:1], *chosen[1:]])
    return [[row.contribution_id, row.start, row.end] for row in chosen[:QUOTES]]


def _fitting(theme, rows):
    """Those short enough to quote and still as they were analysed, one a text."""
    kept = intact(theme.codebook.run, rows)
    return _one_each(row for row in kept if row.end - row.start <= LONGEST_QUOTE)


def _one_each(rows):
    chosen: dict = {}
    for row in rows:
        chosen.setdefault(row.contribution_id, row)
    return list(chosen.values())
