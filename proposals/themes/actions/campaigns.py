"""What a run writes of the campaigns it found: their letter, their members, and what each member added."""

from django.db import transaction

from consult.batches import in_batches
from proposals.models import Contribution
from proposals.themes.analysis import letter_of
from proposals.themes.models import Campaign, CampaignMember


def write_campaigns(run, texts, campaigns):
    """One Campaign for each list of keys, largest first, with its members; texts: {key: Text}."""
    for number, keys in enumerate(campaigns, start=1):
        _write(run, number, [texts[key] for key in keys])


def _write(run, number, texts):
    keys = [text.key for text in texts]
    rows = Contribution.objects.filter(pk__in=keys)
    came = dict(rows.values_list("pk", "submission__received_at"))
    letter = letter_of(texts, [came[key] for key in keys])
    with transaction.atomic():
        campaign = Campaign.objects.create(
            run=run,
            number=number,
            exemplar_id=keys[letter.exemplar],
            texts=len(keys),
            people=rows.values("participant_id").distinct().count(),
            template=letter.spans,
            burst=_burst(letter.burst, [came[key] for key in keys]),
        )
    members = (
        CampaignMember(campaign=campaign, contribution_id=key, added=added)
        for key, added in zip(keys, letter.added, strict=True)
    )
    in_batches(members, CampaignMember.objects.bulk_create)


def _burst(burst, moments):
    first, last = (moments[i].isoformat(timespec="seconds") for i in (burst.first, burst.last))
    return {"texts": burst.texts, "start": first, "end": last}
