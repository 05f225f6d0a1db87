"""Drawing more of the same random order, when the intervals turn out wider than wanted."""

from django.db import transaction
from django.utils.translation import gettext as _

from consult.actions.log import record as log
from consult.errors import Invalid, Refused
from consult.rules import check
from proposals.themes.coding.frame import submissions_to_draw
from proposals.themes.coding.sampling import double_for, draw, size_for
from proposals.themes.models import CodingSample

from .samples import write_items


def enlarge_sample(*, by, sample, half_width):
    """Draw on in the order of the first draw until the shares are as exact as this; returns the sample.

    What was drawn stays, with its judgements. The first so many of a random order are a random draw
    themselves, so the larger one is as good as one drawn at once. Coders are blind again until the new texts
    are judged.
    Raises Refused, or Invalid where that is no more than was drawn.
    """
    check("themes.sample", by, sample.run)
    run = sample.run
    population = submissions_to_draw(run)
    size = min(size_for(half_width, len(population)), len(population))
    if size <= sample.size:
        raise Invalid({"half_width": [_("As many are drawn already. Choose a more exact one.")]})
    with transaction.atomic():
        held = CodingSample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
        if not held.is_random or held.withdrawn_at or held.size != sample.size:
            raise Refused("sample_changed", _("The sample has changed since. Look again."), 409)
        there = set(held.items.values_list("submission_id", flat=True))
        drawn = draw(population, len(population), held.seed, run.snapshot.manifest_hash)
        more = [key for key in drawn if key not in there][: size - len(there)]
        twice = double_for(size) - held.double if held.second_id else 0
        write_items(run, held, more, start=held.size, twice=twice)
        details = {"from": held.size, "to": held.size + len(more)}
        held.size, held.half_width = held.size + len(more), half_width
        held.double += max(0, twice)
        held.save(update_fields=["size", "half_width", "double"])
        log(act="sample.enlarged", by=by, consultation=sample.consultation, target=held, details=details)
    return held
