"""What people say: who takes part, what they sent, its texts and versions, votes, events."""

from .answer import Answer
from .contribution import Comment, Contribution, OpenAnswer, Proposal
from .draft import Draft
from .event import Event, Topic
from .kept_request import KeptRequest
from .leaflet import LeafletBatch, LeafletCode
from .participant import Participant
from .receipt import ParticipantReceipt
from .revision import Revision
from .submission import Submission
from .vote import Tally, Vote
from .vote_seal import VoteSeal

__all__ = [
    "Answer",
    "Comment",
    "Contribution",
    "Draft",
    "Event",
    "KeptRequest",
    "LeafletBatch",
    "LeafletCode",
    "OpenAnswer",
    "Participant",
    "ParticipantReceipt",
    "Proposal",
    "Revision",
    "Submission",
    "Tally",
    "Topic",
    "Vote",
    "VoteSeal",
]
