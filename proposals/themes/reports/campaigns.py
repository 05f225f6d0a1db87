"""The campaigns of a run: how many sent them, what they share, when they came, what people added."""

from django.db.models import Count

from proposals.themes.models import CampaignMember

from .disclosure import split_or_none
from .words import LONGEST_QUOTE, intact

ADDITIONS = 3
LOOKED_AT = 20  # additions, longest first, of which some may have been edited since


def campaigns_of(run, threshold):
    """Every campaign of enough people, largest first; template and added are [text id, start, end]."""
    rows = run.campaigns.filter(people__gte=threshold)
    return [_campaign(run, campaign, threshold) for campaign in rows]


def campaign_counts(run, threshold):
    """All campaigns of enough people, three ways: {"people", "texts", "campaigns"}; a person counts once."""
    members = CampaignMember.objects.filter(campaign__run=run, campaign__people__gte=threshold)
    return members.aggregate(
        people=Count("contribution__participant_id", distinct=True),
        texts=Count("contribution_id", distinct=True),
        campaigns=Count("campaign_id", distinct=True),
    )


def _campaign(run, campaign, threshold):
    own = CampaignMember.objects.filter(campaign=campaign).exclude(added=[])
    adding = own.values("contribution__participant_id").distinct().count()
    told = split_or_none({"adding": adding, "others": campaign.people - adding}, threshold)
    return {
        "number": campaign.number,
        "texts": campaign.texts,
        "people": campaign.people,
        "template": [[campaign.exemplar_id, start, end] for start, end in campaign.template],
        "burst": campaign.burst if campaign.burst.get("texts", 0) >= threshold else None,
        "adding": told["adding"] if told else None,
        "added": _longest(run, own) if told else [],
    }


def _longest(run, own):
    """The longest additions that fit a quote, one a member, each still as it was analysed."""
    spans = {pk: max(added, key=_length) for pk, added in own.values_list("pk", "added")}
    fit = sorted((-_length(span), pk) for pk, span in spans.items() if _length(span) <= LONGEST_QUOTE)
    rows = own.select_related("contribution__shown_revision").in_bulk([pk for _n, pk in fit[:LOOKED_AT]])
    kept = intact(run, [rows[pk] for _n, pk in fit[:LOOKED_AT]])
    return [[member.contribution_id, *spans[member.pk]] for member in kept[:ADDITIONS]]


def _length(span):
    start, end = span
    return end - start
