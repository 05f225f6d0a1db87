"""How many take part: counted now and then, not live, so that a page never tells how a vote is going."""

from django.core.cache import cache
from django.db.models import Count

from consult.clock import now
from proposals.enums import Channel, ContributionState, Kind
from proposals.models import Contribution, Participant, Submission, Vote

KEPT_FOR = 600  # seconds; the page says when it was counted


def people_in(consultations):
    """{consultation id: distinct participants}, one query for those not counted lately."""
    keys = {_key("people", consultation): consultation.pk for consultation in consultations}
    kept = cache.get_many(list(keys))
    missing = {key: pk for key, pk in keys.items() if key not in kept}
    if missing:
        counted = _participants(missing.values())
        fresh = {key: counted.get(pk, 0) for key, pk in missing.items()}
        cache.set_many(fresh, KEPT_FOR)
        kept |= fresh
    return {pk: kept[key] for key, pk in keys.items()}


def taking_part(consultation):
    """{people, comments, votes, offline, counted_at} of one consultation."""
    key = _key("taking-part", consultation)
    kept = cache.get(key)
    if kept is None:
        kept = _count(consultation)
        cache.set(key, kept, KEPT_FOR)
    return kept


def proposals_shown(consultation, version):
    """How many proposals the public can read; counted again once something happens in the consultation."""
    return cache.get_or_set(
        f"{_key('proposals', consultation)}:{version}", lambda: _shown(consultation, Kind.PROPOSAL), KEPT_FOR
    )


def _key(name, consultation):
    """Named by when the consultation was made, so that no other ever meets what was kept for it."""
    return f"figures:{name}:{consultation.pk}:{consultation.created_at.timestamp()}"


def _participants(consultation_ids):
    rows = Participant.objects.filter(consultation__in=list(consultation_ids)).order_by()
    return dict(rows.values_list("consultation").annotate(people=Count("pk")))


def _count(consultation):
    offline = [Channel.PAPER, Channel.PHONE, Channel.EMAIL, Channel.MEETING]
    sent = Submission.objects.filter(consultation=consultation, withdrawn_at=None)
    return {
        "people": Participant.objects.filter(consultation=consultation).count(),
        "comments": _shown(consultation, Kind.COMMENT),
        "votes": Vote.objects.standing().filter(contribution__consultation=consultation).count(),
        "offline": sent.filter(channel__in=offline).count(),
        "counted_at": now(),
    }


def _shown(consultation, kind):
    shown = Contribution.objects.filter(consultation=consultation, kind=kind, state=ContributionState.VISIBLE)
    return shown.count()
