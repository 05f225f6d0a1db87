"""A report that nobody has published: what readers would get, marked as a draft."""

from consult.clock import now
from proposals.themes.enums import ThemeState
from proposals.themes.models import ThemeReport

from .bundle import build_bundle, fingerprint

DRAFT = 0


def draft_report(run):
    """An unsaved report of a run as it stands, suggested themes included."""
    bundle = build_bundle(run, DRAFT, states=ThemeState.standing())
    return ThemeReport(
        consultation=run.consultation,
        run=run,
        edition=DRAFT,
        bundle=bundle,
        manifest_hash=fingerprint(bundle),
        frozen_at=now(),
    )
