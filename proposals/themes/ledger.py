"""Where each submission received went: one place each, decided by its own state and that of its texts.

A submission is analysed when any of its texts is. Otherwise it stands in the first place of `PRECEDENCE` that
one of its texts gives a reason for: a decision by the body is never hidden behind an act of the author.
"""

from dataclasses import dataclass

from consult.enums import Access
from proposals.closing_lines import ACT_OF_KIND
from proposals.enums import Channel, ContributionState

from .enums import ItemState, Place, WithheldReason

PRECEDENCE = [
    ItemState.WITHHELD,
    ItemState.PENDING,
    ItemState.LATE,
    ItemState.UNVERIFIED,
    ItemState.DUPLICATE,
    ItemState.WITHDRAWN,
    ItemState.ERASED,
    ItemState.BLANK,
]
REASON_OF_STATE = {
    ContributionState.HIDDEN: WithheldReason.HIDDEN,
    ContributionState.HELD: WithheldReason.HELD,
}


@dataclass(frozen=True)
class Standing:
    """The state of a text in a snapshot, with the reason when it is withheld."""

    state: str
    reason: str = ""


def standing_of_submission(submission):
    """What speaks against all texts of a submission, or None."""
    if submission.participant.erased_at and not submission.contributions.all():
        return Standing(ItemState.ERASED)
    if submission.withdrawn_at:
        return Standing(ItemState.WITHDRAWN)
    if submission.late:
        return Standing(ItemState.LATE)
    if _is_unverified(submission):
        return Standing(ItemState.UNVERIFIED)
    if submission.duplicate_of_id:
        return Standing(ItemState.DUPLICATE)
    return None


def _is_unverified(submission):
    """Sent online by somebody not confirmed, where only confirmed people may."""
    act = ACT_OF_KIND.get(submission.kind)
    if act is None or submission.channel != Channel.ONLINE or submission.participant.confirmed:
        return False
    return submission.consultation.access_to(act) != Access.GUEST


def standing_of_text(contribution, of_submission=None):
    """The state of one text: its own removal, then what speaks against its submission, then its words."""
    state = contribution.state
    if state == ContributionState.ERASED:
        return Standing(ItemState.ERASED)
    if state in REASON_OF_STATE:
        return Standing(ItemState.WITHHELD, REASON_OF_STATE[state])
    if state == ContributionState.WITHDRAWN:
        return Standing(ItemState.WITHDRAWN)
    if of_submission is not None:
        return of_submission
    if state == ContributionState.PENDING:
        return Standing(ItemState.PENDING)
    has_words = bool(contribution.public_text.strip() or contribution.title.strip())
    return Standing(ItemState.ANALYSED if has_words else ItemState.BLANK)


def standings(submission):
    """[(contribution or None, Standing)]: one for each text, or one for a submission without texts."""
    of_submission = standing_of_submission(submission)
    texts = submission.contributions.all()
    if not texts:
        return [(None, of_submission or Standing(ItemState.BLANK))]
    return [(text, standing_of_text(text, of_submission)) for text in texts]


def place_of(found, *, in_theme=False, in_campaign=False):
    """The place of a submission whose texts have these standings; returns (place, reason)."""
    if any(each.state == ItemState.ANALYSED for each in found):
        return _sorted_place(in_theme, in_campaign), ""
    first = min(found, key=lambda each: (PRECEDENCE.index(ItemState(each.state)), each.reason))
    return Place(first.state), first.reason


def _sorted_place(in_theme, in_campaign):
    if in_theme:
        return Place.IN_THEMES
    return Place.CAMPAIGN if in_campaign else Place.UNSURE
