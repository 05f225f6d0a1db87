"""What happens by itself and how often; actions of the floors above are named by string.

Each action looks at the clock and does whatever is due, however long ago: one run catches up after days off,
and a second one changes nothing.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db.models import F, Q
from django.utils.module_loading import import_string

from .clock import now
from .models import ScheduledJob

log = structlog.get_logger(__name__)

# A run that died is taken up again after its lease: the period, but not less than a minute nor more than ten.
SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=1), timedelta(minutes=10)
TRY_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Job:
    """A name for the records, a period, and the dotted name of an action that takes no arguments."""

    name: str
    every: timedelta
    action: str


def seconds(count):
    return timedelta(seconds=count)


SCHEDULE = [
    Job("phases", seconds(5), "consult.actions.phases.announce_phases"),
    Job("pages", seconds(5), "cms.actions.scheduled.publish_due"),
    Job("tallies", seconds(5), "proposals.actions.tallies.recount_stale"),
    Job("joined guests", seconds(60), "proposals.actions.uniting.settle_joined"),
    Job("edit requests", seconds(60), "moderation.actions.edit_requests.close_edit_requests"),
    Job("holds", seconds(30), "moderation.actions.holds.release_overdue_holds"),
    Job("screening", timedelta(hours=6), "moderation.actions.training.queue_due_trainings"),
    Job("outcomes", seconds(5), "proposals.themes.actions.answering.release_outcomes"),
    Job("missed promises", timedelta(hours=1), "proposals.themes.actions.answering.announce_slips"),
    Job("notices", seconds(5), "consult.actions.notices.send_due_notices"),
    Job("lost runs", seconds(30), "proposals.themes.actions.lost_runs.settle_lost_runs"),
    Job("sessions", timedelta(days=1), "consult.actions.pruning.prune_sessions"),
    Job("task results", timedelta(hours=6), "consult.actions.pruning.prune_task_results"),
    Job("live events", timedelta(hours=1), "proposals.actions.pruning.prune_events"),
    Job("prints", timedelta(hours=1), "proposals.themes.actions.prints.queue_prints"),
    Job("drafts", timedelta(days=1), "proposals.actions.drafts.prune_drafts"),
    Job("kept vectors", timedelta(days=1), "proposals.themes.actions.vectors.drop_unused_vectors"),
    Job("worker beats", timedelta(hours=1), "consult.actions.pruning.prune_beats"),
]


def run_due(schedule=None):
    """Run every job that is due, each claimed by one worker; returns the names of those run here."""
    jobs = SCHEDULE if schedule is None else schedule
    due = _due_at_by_name(jobs)
    return [job.name for job in jobs if due[job.name] <= now() and _run_claimed(job, due[job.name])]


def _due_at_by_name(jobs):
    known = dict(ScheduledJob.objects.values_list("name", "due_at"))
    missing = [ScheduledJob(name=job.name, due_at=now()) for job in jobs if job.name not in known]
    if missing:
        ScheduledJob.objects.bulk_create(missing, ignore_conflicts=True)
        known |= {row.name: row.due_at for row in missing}
    return known


def _run_claimed(job, due_at):
    """Move the due time ahead in one conditional update: whoever moves it has the run."""
    lease = now() + lease_of(job)
    row = ScheduledJob.objects.filter(name=job.name)
    if not row.filter(due_at=due_at).update(due_at=lease):
        return False
    error = _run(job)
    row.filter(due_at=lease).update(
        due_at=next_due(job, due_at, failed=bool(error)), last_run_at=now(), last_error=error
    )
    return True


def lease_of(job):
    return min(max(job.every, SHORTEST_LEASE), LONGEST_LEASE)


def _run(job):
    try:
        import_string(job.action)()
    except Exception as error:  # one broken job must not stop the others; its row says what happened
        log.exception("scheduled job failed", job=job.name)
        return f"{type(error).__name__}: {error}"[:2000]
    return ""


def next_due(job, due_at, *, failed=False):
    """The next beat of the job's own rhythm after now; sooner when it failed and its period is long."""
    if failed:
        return now() + min(job.every, TRY_AGAIN)
    periods = (now() - due_at) // job.every + 1
    return due_at + periods * job.every


def late_jobs(by=2 * LONGEST_LEASE):
    """Jobs of the present schedule that should have run long ago, or failed last time."""
    names = [job.name for job in SCHEDULE]
    late = Q(due_at__lt=now() - by) | ~Q(last_error="")
    return ScheduledJob.objects.filter(late, name__in=names).order_by(F("due_at"))
