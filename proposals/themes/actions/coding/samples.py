"""Drawing what people code: at random for the shares, or chosen for learning, never the one for the other."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.clock import now
from consult.enums import Role
from consult.errors import Invalid, Refused
from consult.rules import check, has_role
from proposals.models import Contribution
from proposals.themes.clustering import next_to_code
from proposals.themes.coding.frame import coded_or_sampled, submissions_to_draw, texts_of_submissions
from proposals.themes.coding.sampling import HALF_WIDTHS, double_for, draw, size_for
from proposals.themes.enums import RunState, SamplePurpose
from proposals.themes.models import CodingSample, SampledText, SampleItem, Theme

FEWEST = 10
LEARNING = 20
MOST_SEED = 2**31 - 1


def draw_sample(*, by, run, first, second=None, seed=0, half_width=None, size=None):
    """Draw the random sample of a run's codebook, for one coder or for two who are blind to each other.

    The size follows from the wanted half-width (ten-thousandths) unless it is given. Of two coders both judge
    the first `double_for(size)`, and half of the others each. Raises Refused, or Invalid.
    """
    check("themes.sample", by, run)
    _check_codebook(run)
    _check_coders(run.consultation, first, second)
    population = submissions_to_draw(run)
    size = _checked_size(len(population), size, half_width)
    drawn = draw(population, size, seed, run.snapshot.manifest_hash)
    facts = {
        "purpose": SamplePurpose.ESTIMATE,
        "seed": seed,
        "population": len(population),
        "half_width": half_width,
        "double": double_for(size) if second else 0,
    }
    try:
        with transaction.atomic():
            sample = _write(run, by, drawn, first, second, facts)
            details = {"seed": seed, "size": size, "population": len(population)}
            log(act="sample.drawn", by=by, consultation=run.consultation, target=sample, details=details)
    except IntegrityError:
        raise Refused("sample_exists", _("A random sample of this codebook is drawn already."), 409)
    return sample


def _check_codebook(run):
    if run.state != RunState.DONE:
        raise Refused("run_unfinished", _("Wait until the run has ended."), 409)
    if not Theme.objects.of_run(run).confirmed().exists():
        raise Refused("no_themes", _("Confirm the themes first: they are what people code by."), 409)


def _check_coders(consultation, first, second):
    if second is not None and first.pk == second.pk:
        raise Invalid({"second": [_("Choose somebody else as the second coder.")]})
    for name, person in (("first", first), ("second", second)):
        if person is not None and not has_role(person, consultation, Role.ANALYST):
            raise Invalid({name: [_("Coders are analysts of this consultation.")]})


def _checked_size(population, size, half_width):
    """The size that is drawn; Invalid when too few could be drawn for any share."""
    if population < FEWEST:
        raise Invalid(
            {"": [_("At least %(n)d analysed submissions are needed to draw from.") % {"n": FEWEST}]}
        )
    if size is None:
        size = size_for(half_width or HALF_WIDTHS[1], population)
    if not size >= FEWEST:
        raise Invalid({"size": [_("Draw at least %(n)d submissions.") % {"n": FEWEST}]})
    return min(size, population)


def _write(run, by, drawn, first, second, facts):
    sample = CodingSample.objects.create(
        codebook=run.codebook,
        size=len(drawn),
        first=first,
        second=second,
        drawn_by=by,
        drawn_at=now(),
        **facts,
    )
    write_items(run, sample, drawn, start=0, twice=sample.double)
    return sample


def write_items(run, sample, drawn, *, start, twice):
    """Add these submissions to a sample behind the first `start`; the first `twice` of them are for both
    coders, the others go to one and the other in turn."""
    items = SampleItem.objects.bulk_create(
        SampleItem(
            sample=sample, submission_id=key, position=start + n, **_coders_of(start + n, sample, n <= twice)
        )
        for n, key in enumerate(drawn, 1)
    )
    by_submission = {item.submission_id: item for item in items}
    SampledText.objects.bulk_create(
        SampledText(item=by_submission[submission], contribution_id=contribution, revision_id=revision)
        for submission, contribution, revision in texts_of_submissions(run, drawn)
    )


def _coders_of(position, sample, twice):
    first, second = sample.first, sample.second
    if second is None:
        return {"coder": first}
    if twice:
        return {"coder": first, "second": second}
    return {"coder": first if position % 2 else second}


def withdraw_sample(*, by, sample):
    """Take back a sample that nobody has coded in, to draw another; what was coded stays for good.

    Raises Refused.
    """
    check("themes.sample", by, sample.run)
    with transaction.atomic():
        held = CodingSample.objects.select_for_update().get(pk=sample.pk)
        if held.is_random and held.items.filter(texts__codings__isnull=False).exists():
            raise Refused(
                "sample_in_use", _("Somebody has coded in this sample already, so it stays as drawn."), 409
            )
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        log(act="sample.withdrawn", by=by, consultation=sample.consultation, target=sample)
    return held


def queue_learning(*, by, run, n=LEARNING):
    """Choose texts from which the software learns most, for this person to code; they never enter a share.

    What is in a random sample, or coded already, is not chosen. Raises Refused.
    """
    check("themes.sample", by, run)
    _check_codebook(run)
    taken = coded_or_sampled(run)
    rows = list(texts_of_submissions(run, submissions_to_draw(run)))
    words = _words({contribution for _s, contribution, _r in rows})
    rows = [row for row in rows if row[1] in words]
    known = [n for n, row in enumerate(rows) if row[0] in taken]
    if len(rows) == len(known):
        raise Refused("nothing_to_learn", _("Everything is coded or in the random sample already."), 409)
    chosen = next_to_code([words[row[1]] for row in rows], known, n, random_state=run.seed)
    submissions = list(dict.fromkeys(rows[int(i)][0] for i in chosen))
    facts = {"purpose": SamplePurpose.LEARNING, "seed": run.seed, "population": len(rows)}
    with transaction.atomic():
        sample = _write(run, by, submissions, by, None, facts)
        log(act="sample.chosen", by=by, consultation=run.consultation, target=sample)
    return sample


def _words(ids):
    rows = Contribution.objects.shown().filter(pk__in=ids).only("title", "public_text")
    return {row.pk: f"{row.title}\n{row.public_text}".strip() for row in rows}
