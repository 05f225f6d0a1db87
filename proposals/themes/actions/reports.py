"""Publishing findings: a frozen edition, refused with a list while something is missing."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid
from consult.rules import check
from proposals.themes.enums import RunState, SignOffRole, ThemeState
from proposals.themes.models import SignOff, Theme, ThemeReport, ThemeRun
from proposals.themes.reports.bundle import build_bundle, fingerprint
from proposals.themes.signals import report_published

PROMISES = ["still_open", "already_fixed", "who_decides", "how_used", "when_back"]


def publish_report(*, by, consultation, run=None, corrections=""):
    """Freeze the findings of the newest finished run as the next edition, signed by the analyst.

    The run's themes cannot be changed afterwards. Raises Refused, also for an analyst who owns
    the consultation, or Invalid with every missing part.
    """
    check("themes.publish", by, consultation)
    run = run or newest_done(consultation)
    missing = missing_for_report(consultation, run)
    if missing:
        raise Invalid({"": missing})
    with transaction.atomic():
        report = _freeze(run, by, corrections)
        SignOff.objects.create(report=report, user=by, role=SignOffRole.ANALYST, signed_at=now())
        log(
            act="report.published",
            by=by,
            consultation=consultation,
            target=report,
            details={"edition": report.edition, "fingerprint": report.manifest_hash},
        )
        report_published.send(ThemeReport, report=report)
    return report


def newest_done(consultation):
    return ThemeRun.objects.done().filter(consultation=consultation).first()


def missing_for_report(consultation, run):
    """What stands between a run and its publication, in words; [] when nothing does."""
    if ThemeRun.objects.unfinished().filter(consultation=consultation).exists():
        return [_("A run is under way. Wait until it has ended.")]
    if run is None or run.state != RunState.DONE:
        return [_("No run has ended yet. Start one and wait until it is done.")]
    if ThemeReport.objects.filter(run=run).exists():
        return [_("This run is published already. Start a new run for a new edition.")]
    return [*_missing_promise(consultation), *_missing_themes(run)]


def _missing_promise(consultation):
    promise = consultation.promise
    if all(promise.get(part) for part in PROMISES):
        return []
    return [_("The promise of the consultation is not complete. An editor completes it on its page.")]


def _missing_themes(run):
    states = list(Theme.objects.of_run(run).values_list("state", flat=True))
    missing = []
    if ThemeState.CONFIRMED not in states:
        missing.append(_("No theme is confirmed."))
    if waiting := states.count(ThemeState.CANDIDATE):
        missing.append(
            ngettext(
                "%(n)d suggested theme is neither confirmed nor dismissed.",
                "%(n)d suggested themes are neither confirmed nor dismissed.",
                waiting,
            )
            % {"n": waiting}
        )
    return missing


def doubts_about_report(run):
    """What readers of the report will miss, in words; none of it stands in the way of publishing."""
    confirmed = Theme.objects.of_run(run).confirmed()
    undefined = list(confirmed.filter(definition="").values_list("name", flat=True))
    return [
        _("“%(name)s” has no definition, so readers see its name alone.") % {"name": n} for n in undefined
    ]


def _freeze(run, by, corrections):
    reports = ThemeReport.objects.filter(consultation=run.consultation)
    edition = (reports.aggregate(last=Max("edition"))["last"] or 0) + 1
    bundle = build_bundle(run, edition)
    return ThemeReport.objects.create(
        consultation=run.consultation,
        run=run,
        edition=edition,
        bundle=bundle,
        manifest_hash=fingerprint(bundle),
        corrections=corrections,
        published_at=now(),
        published_by=by if by.pk else None,
    )
