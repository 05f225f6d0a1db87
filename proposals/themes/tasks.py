"""Background work: each takes an id and calls one action."""

from django_tasks import task

from consult.models import Phase
from proposals.models import Contribution

from .actions import perform_run
from .actions import tell_authors as tell
from .actions import tell_of_commitment as tell_of
from .actions.answering.edition import fail_publishing, prepare_outcomes
from .actions.answering.followers import (
    tell_followers_of_answer,
    tell_followers_of_comment,
    tell_followers_of_outcomes,
    tell_followers_of_phase,
)
from .actions.coding import estimate_shares as estimate
from .actions.prints import keep_prints
from .actions.reports import note_sizes
from .actions.undertakings import carry_out as do
from .actions.undertakings import fail_undertaking
from .models import OutcomeEdition, ThemeReport, Undertaking
from .views.files import measured, prints_of


@task()
def find_themes(run_id):
    """Compute a queued run."""
    perform_run(run_id=run_id)


@task()
def tell_authors(response_id):
    """Tell everybody whose words an answer is to, and those who follow it."""
    tell(response_id=response_id)
    tell_followers_of_answer(response_id=response_id)


@task()
def tell_of_commitment(commitment_id, kind):
    """Tell everybody whose words are in a theme of a promise made since it was answered, kept or missed."""
    tell_of(commitment_id=commitment_id, kind=kind)


@task()
def publish_outcomes(edition_id):
    """Write down everybody's outcome and publish the edition."""
    try:
        prepare_outcomes(edition_id=edition_id)
    except Exception as error:
        fail_publishing(edition=OutcomeEdition(pk=edition_id), error=type(error).__name__)
        raise


@task()
def carry_out(undertaking_id):
    """Do an act that takes long."""
    try:
        do(undertaking_id=undertaking_id)
    except Exception as error:
        row = Undertaking.objects.select_related("asked_by").get(pk=undertaking_id)
        fail_undertaking(undertaking=row, error=type(error).__name__)
        raise


@task()
def tell_followers(edition_id):
    """Tell those who follow a consultation that its themes are answered."""
    edition = OutcomeEdition.objects.select_related("report__consultation").get(pk=edition_id)
    tell_followers_of_outcomes(edition=edition)


@task()
def tell_of_comment(contribution_id):
    """Tell those who follow a proposal of a comment on it."""
    comment = Contribution.objects.select_related("participant", "consultation").get(pk=contribution_id)
    tell_followers_of_comment(comment=comment)


@task()
def tell_of_phase(phase_id):
    """Tell those who follow a consultation that a phase of it opened."""
    tell_followers_of_phase(phase=Phase.objects.select_related("consultation").get(pk=phase_id))


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


@task()
def print_report(report_id):
    """Make the PDFs of a published edition whose page says something else than they do."""
    rows = ThemeReport.objects.published().select_related("run__snapshot", "consultation__body")
    if report := rows.filter(pk=report_id).first():
        keep_prints(report=report, prints=prints_of(report))
