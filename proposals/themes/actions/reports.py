"""The way of findings to the public: an analyst freezes, a second person signs, then they are published."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused, Stale
from consult.rules import check
from proposals.themes.enums import ReportState, RunState, SignOffRole
from proposals.themes.models import SignOff, ThemeReport, ThemeRun
from proposals.themes.reports.bundle import build_bundle, fingerprint, with_inputs
from proposals.themes.reports.gate import missing_parts, problems_of
from proposals.themes.signals import report_published

from .editing import last_number, lock
from .prints import PRINT
from .progress import UNWATCHED

STEPS = 4  # what is missing, the findings, the rows they are recounted from, freezing
MEASURE = "proposals.themes.tasks.measure_report"


def check_findings(*, by, consultation, run=None, corrections=""):
    """Raises Refused, also for an analyst who owns the consultation, or Invalid with every missing part."""
    check("themes.freeze", by, consultation)
    problems = {}
    if missing := missing_for_report(consultation, run or newest_done(consultation)):
        problems[""] = missing
    if not corrections.strip() and ThemeReport.objects.published().filter(consultation=consultation).exists():
        problems["corrections"] = [_("Say what changed since the edition before.")]
    if problems:
        raise Invalid(problems)


def freeze_report(*, by, consultation, run=None, corrections="", watch=UNWATCHED):
    """Freeze the findings of the newest finished run as the next edition; its themes cannot be changed then.

    From the second edition on, `corrections` says what changed and why. What is counted is counted before
    anything is locked, and again if somebody edited the themes meanwhile. Raises as `check_findings` does.
    """
    run = run or newest_done(consultation)
    watch(0, STEPS)
    check_findings(by=by, consultation=consultation, run=run, corrections=corrections)
    seen, report = last_number(run), _edition_of(consultation)
    watch(1, STEPS)
    bundle = build_bundle(run, report.edition)
    watch(2, STEPS)
    bundle, inputs = with_inputs(run, bundle)
    watch(3, STEPS)
    try:
        with transaction.atomic():
            if last_number(lock(run)) != seen:
                raise Stale
            report = _frozen(report, run, by, corrections, bundle, inputs)
            SignOff.objects.create(report=report, user=by, role=SignOffRole.ANALYST, signed_at=now())
            _log("report.frozen", by, report)
            watch.close()
    except IntegrityError:
        raise Refused("report_moved_on", _("Somebody else just froze these findings."), 409) from None
    return report


def sign_report(*, by, report):
    """A second person stands for the frozen findings with their name. Raises Refused."""
    with transaction.atomic():
        report = _held(report)
        check("themes.sign", by, report)
        _expect(report, ReportState.FROZEN)
        SignOff.objects.create(report=report, user=by, role=SignOffRole.SECOND, signed_at=now())
        report.state = ReportState.SIGNED
        report.save(update_fields=["state"])
        _log("report.signed", by, report)
    return report


def return_report(*, by, report, reason):
    """Give frozen or signed findings back to the analysts: they may be changed and frozen again.

    Raises Refused, or Invalid without a reason.
    """
    with transaction.atomic():
        report = _held(report)
        check("themes.return", by, report)
        _expect(report, ReportState.FROZEN, ReportState.SIGNED)
        if not reason.strip():
            raise Invalid({"reason": [_("Say what has to change.")]})
        report.sign_offs.all().delete()
        report.state, report.returned_because = ReportState.RETURNED, reason.strip()
        report.save(update_fields=["state", "returned_because"])
        _log("report.returned", by, report, reason=reason.strip())
    return report


def publish_report(*, by, report):
    """Show signed findings to the public, in place of the edition before. Raises Refused, or Invalid."""
    with transaction.atomic():
        report = _held(report)
        check("themes.publish", by, report)
        _expect(report, ReportState.SIGNED)
        if missing := missing_parts(report.consultation, report.run):
            raise Invalid({"": missing})
        report.state = ReportState.PUBLISHED
        report.published_at, report.published_by = now(), by if by.pk else None
        report.save(update_fields=["state", "published_at", "published_by"])
        _log("report.published", by, report)
        report_published.send(ThemeReport, report=report)
        jobs.enqueue(MEASURE, report.pk)
        jobs.enqueue(PRINT, report.pk)
    return report


def note_sizes(*, report_id, sizes):
    """Keep how large the files of an edition are: {language: {file: bytes}}."""
    with transaction.atomic():
        report = ThemeReport.objects.select_for_update().only("sizes").get(pk=report_id)
        for language, files in sizes.items():
            report.sizes[language] = {**report.sizes.get(language, {}), **files}
        report.save(update_fields=["sizes"])


def _held(report):
    """The row as it is now, locked until the transaction ends."""
    rows = ThemeReport.objects.select_for_update(of=("self",)).select_related("consultation", "run__snapshot")
    return rows.get(pk=report.pk)


def _expect(report, *states):
    """Refused while the edition is in none of these states."""
    if report.state not in states:
        raise Refused(
            "report_moved_on",
            _("This edition is %(state)s.") % {"state": report.get_state_display()},
            409,
        )


def _log(act, by, report, **more):
    details = {"edition": report.edition, "fingerprint": report.manifest_hash, **more}
    log(act=act, by=by, consultation=report.consultation, target=report, details=details)


def newest_done(consultation):
    return ThemeRun.objects.done().filter(consultation=consultation).first()


def missing_for_report(consultation, run, answers=None):
    """What stands between a run and its freezing, in words; [] when nothing does.

    answers: what the gate has said of this run already, as asking it again takes a second at 10,000 texts.
    """
    if ThemeRun.objects.unfinished().filter(consultation=consultation).exists():
        return [_("A run is under way. Wait until it has ended.")]
    if run is None or run.state != RunState.DONE:
        return [_("No run has ended yet. Start one and wait until it is done.")]
    if ThemeReport.objects.published().filter(run=run).exists():
        return [_("This run is published already. Start a new run for a new edition.")]
    if ThemeReport.objects.holding().under_way().filter(consultation=consultation).exists():
        return [_("An edition is frozen already. It is signed and published first, or returned.")]
    return missing_parts(consultation, run) if answers is None else problems_of(answers)


def _edition_of(consultation):
    """The edition that findings go into: a returned one is frozen again, else the next begins."""
    reports = ThemeReport.objects.filter(consultation=consultation)
    report = reports.filter(state=ReportState.RETURNED).first()
    if report is None:
        edition = (reports.aggregate(last=Max("edition"))["last"] or 0) + 1
        report = ThemeReport(consultation=consultation, edition=edition)
    return report


def _frozen(report, run, by, corrections, bundle, inputs):
    """The edition under way with these findings."""
    if report.pk and not ThemeReport.objects.select_for_update().filter(
        pk=report.pk, state=ReportState.RETURNED
    ):
        raise Refused("report_moved_on", _("Somebody else just froze these findings."), 409)
    report.run, report.state, report.corrections = run, ReportState.FROZEN, corrections
    report.bundle, report.inputs = bundle, inputs
    report.manifest_hash = fingerprint(report.bundle)
    report.frozen_at, report.frozen_by, report.returned_because = now(), by if by.pk else None, ""
    report.save()
    return report
