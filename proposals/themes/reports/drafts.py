"""A report that nobody has published: what readers would get, marked as a draft."""

from consult.clock import now
from proposals.themes.enums import ThemeState
from proposals.themes.models import ThemeReport

from .bundle import build_bundle, fingerprint, with_inputs

DRAFT = 0


def draft_report(run):
    """An unsaved report of a run as it stands, suggested themes included."""
    bundle, inputs = with_inputs(run, build_bundle(run, DRAFT, states=ThemeState.standing()))
    return ThemeReport(
        consultation=run.consultation,
        run=run,
        edition=DRAFT,
        bundle=bundle,
        inputs=inputs,
        manifest_hash=fingerprint(bundle),
        frozen_at=now(),
    )
