"""Background work: each takes an id and calls one action."""

from django_tasks import task

from .actions import perform_run
from .actions import tell_authors as tell
from .actions import tell_of_commitment as tell_of
from .actions.coding import estimate_shares as estimate
from .actions.reports import note_sizes
from .models import ThemeReport
from .views.files import measured


@task()
def find_themes(run_id):
    """Compute a queued run."""
    perform_run(run_id=run_id)


@task()
def tell_authors(response_id):
    """Tell everybody whose words are in an answered theme."""
    tell(response_id=response_id)


@task()
def tell_of_commitment(commitment_id):
    """Tell everybody whose words are in a theme of something promised since it was answered."""
    tell_of(commitment_id=commitment_id)


@task()
def estimate_shares(run_id):
    """Make the estimates of a run whose sample is coded."""
    estimate(run_id=run_id)


@task()
def measure_report(report_id):
    """Write out the files of a published edition once, to say beside each how large it is."""
    rows = ThemeReport.objects.select_related("run__snapshot", "consultation__body")
    if report := rows.filter(pk=report_id).first():
        note_sizes(report_id=report_id, sizes=measured(report))
