"""Starting and stopping a computation, and doing it in a worker."""

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.models import Contribution
from proposals.themes.analysis import PASSAGE
from proposals.themes.enums import RunState
from proposals.themes.models import ThemeRun

from .answering.corrections import carry_corrections
from .progress import Stopped, progress
from .sorting import KMEANS, sort_received

MOST_THEMES = 100
METHODS = (KMEANS, "tree")
PASSAGE_LENGTHS = (PASSAGE, 200, 100)
TASK = "proposals.themes.tasks.find_themes"

logger = structlog.get_logger(__name__)


def start_run(
    *, by, consultation, n_themes=None, method=KMEANS, passage_length=PASSAGE, seed=0, enqueue=True
):
    """Queue a computation of themes and opinion groups; returns the ThemeRun, whose row shows its progress.

    method: "kmeans" for themes of like size, "tree" for uneven ones. passage_length: the most characters of
    a passage, one of PASSAGE_LENGTHS. One run at a time for each consultation; `by` is None for whoever
    keeps the machine. Raises Refused, or Invalid for a parameter out of range.
    """
    if by is not None:
        check("themes.analyse", by, consultation)
    parameters = {"n_themes": n_themes, "method": method, "passage_length": passage_length}
    _check_wanted(consultation, **parameters)
    try:
        with transaction.atomic():
            run = _queue(consultation, by, parameters, seed)
            log(act="run.started", by=by, consultation=consultation, target=run, details={"seed": seed})
            if enqueue:
                _carry(run)
    except IntegrityError:
        raise Refused("run_unfinished", _("A run is already under way. Wait for it, or stop it."), 409)
    return run


def _check_wanted(consultation, n_themes, method, passage_length):
    if method not in METHODS:
        raise Invalid({"method": [_("Choose one of the two ways.")]})
    if passage_length not in PASSAGE_LENGTHS:
        raise Invalid({"passage_length": [_("Choose one of the lengths.")]})
    if n_themes is not None and not 2 <= n_themes <= MOST_THEMES:
        raise Invalid({"n_themes": [_("Ask for 2 to %(most)d themes.") % {"most": MOST_THEMES}]})
    if not Contribution.objects.for_analysis(consultation).shown().exists():
        raise Refused("nothing_to_sort", _("Nothing has been received yet that could be sorted."), 409)


def _queue(consultation, by, parameters, seed):
    last = ThemeRun.objects.filter(consultation=consultation).aggregate(last=Max("number"))["last"] or 0
    return ThemeRun.objects.create(
        consultation=consultation,
        number=last + 1,
        seed=seed,
        parameters=parameters,
        started_by=by,
    )


def _carry(run):
    """Put the run on the task queue and remember which task carries it."""
    run.task_id = jobs.enqueue(TASK, run.pk).id
    run.save(update_fields=["task_id"])


def cancel_run(*, by, run):
    """Stop a computation; what it had written so far goes. Raises Refused when it has ended."""
    check("themes.analyse", by, run)
    with transaction.atomic():
        stopped = (
            ThemeRun.objects.unfinished()
            .filter(pk=run.pk)
            .update(state=RunState.CANCELLED, finished_at=now())
        )
        if not stopped:
            raise Refused("run_ended", _("This run has already ended."), 409)
        log(act="run.cancelled", by=by, consultation=run.consultation, target=run)
    run.refresh_from_db()
    return run


def resume_run(*, by, run):
    """Queue a failed run again: it goes on behind the last step that was done whole.

    Raises Refused when it did not fail, is not the newest, or another one is under way.
    """
    check("themes.analyse", by, run)
    newer = ThemeRun.objects.filter(consultation=run.consultation, number__gt=run.number)
    try:
        with transaction.atomic():
            failed = ThemeRun.objects.filter(pk=run.pk, state=RunState.FAILED)
            if newer.exists() or not failed.update(
                state=RunState.QUEUED, error="", finished_at=None, progressed_at=now()
            ):
                raise Refused("not_resumable", _("Only the newest run, if it failed, can go on."), 409)
            run.refresh_from_db()
            log(act="run.resumed", by=by, consultation=run.consultation, target=run)
            _carry(run)
    except IntegrityError:
        raise Refused("run_unfinished", _("A run is already under way. Wait for it, or stop it."), 409)
    return run


def perform_run(*, run_id):
    """Compute a queued run, or go on with one whose worker died; returns the run.

    A failure is kept on the run's row, where the page shows it, and raised again.
    """
    run = ThemeRun.objects.select_related("consultation", "started_by").get(pk=run_id)
    if not run.is_unfinished:
        return run
    try:
        started = {"started_at": now()} if run.started_at is None else {}
        progress(run, max(1, run.progress), state=RunState.RUNNING, error="", **started)
        sort_received(run)
        carry_corrections(run=run)
        _finish(run)
    except Stopped:
        logger.info("run stopped", run=run.pk)
    except Exception as error:
        fail_run(run=run, error=type(error).__name__)
        raise
    run.refresh_from_db()
    return run


def _finish(run):
    with transaction.atomic():
        progress(run, 100, state=RunState.DONE, finished_at=now())
        log(
            act="run.finished",
            by=None,
            consultation=run.consultation,
            target=run,
            details={"input_hash": run.input_hash},
        )


def fail_run(*, run, error):
    """End an unfinished run as failed; returns False when it has ended meanwhile.

    `error` names the kind of failure: its message may quote somebody's words, so it stays out.
    """
    with transaction.atomic():
        failed = (
            ThemeRun.objects.unfinished()
            .filter(pk=run.pk)
            .update(state=RunState.FAILED, finished_at=now(), error=error)
        )
        if failed:
            log(
                act="run.failed", by=None, consultation=run.consultation, target=run, details={"error": error}
            )
    return bool(failed)
