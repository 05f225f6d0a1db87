"""Making the estimates of a coded sample, in a task, whenever codings or themes have changed."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from consult import jobs
from consult.actions.log import record as log
from consult.clock import now
from consult.errors import Refused
from consult.rules import check
from proposals.themes.actions.vectors import kept_vectors
from proposals.themes.coding.agreement import agreement_of
from proposals.themes.coding.estimation import shares_of
from proposals.themes.coding.judging import judged_texts
from proposals.themes.coding.standing import input_hash, random_sample, unfinished
from proposals.themes.models import Estimates, ThemeRun

TASK = "proposals.themes.tasks.estimate_shares"


def request_estimates(*, by, run):
    """Have the estimates made anew. Raises Refused while the sample is not judged and settled."""
    check("themes.sample", by, run)
    sample = random_sample(run)
    if sample is None or unfinished(sample):
        raise Refused("coding_open", _("Code and settle the whole random sample first."), 409)
    jobs.enqueue(TASK, run.pk)


def estimate_when_complete(sample):
    """Have the estimates made once everything of a random sample is judged and settled."""
    if sample.is_random and not unfinished(sample):
        jobs.enqueue(TASK, sample.codebook.run_id)


def estimate_shares(*, run_id):
    """Write the estimates of a run; returns them, or None while its sample is not judged and settled."""
    run = ThemeRun.objects.select_related("consultation", "snapshot", "codebook").get(pk=run_id)
    sample = random_sample(run)
    if sample is None or unfinished(sample):
        return None
    made_of = input_hash(run, sample)
    judged = judged_texts(sample)
    shares, evidence = shares_of(run, sample, judged, cache=kept_vectors())
    figures = {
        "sample": sample,
        "input_hash": made_of,
        "shares": shares,
        "evidence": evidence,
        "agreement": (agreement_of(run, judged) or {}) if sample.second_id else {},
        "made_at": now(),
    }
    with transaction.atomic():
        estimates, _made = Estimates.objects.update_or_create(run=run, defaults=figures)
        details = {"input_hash": made_of, "figures": _digest(figures)}
        log(act="estimates.made", by=None, consultation=run.consultation, target=estimates, details=details)
    return estimates


def _digest(figures):
    said = json.dumps([figures["shares"], figures["agreement"]], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()
