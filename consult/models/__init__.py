"""What a consultation is: facts and words, time windows, staff, the log and the notices."""

from .body import Body
from .consultation import Consultation
from .house_rule import HouseRule, HouseRuleWording
from .log import LogCounter, LogEntry
from .membership import Membership
from .notice import Notice, NoticePreference
from .operations import ScheduledJob, WorkerBeat
from .phase import Phase
from .question import Question

__all__ = [
    "Body",
    "Consultation",
    "HouseRule",
    "HouseRuleWording",
    "LogCounter",
    "LogEntry",
    "Membership",
    "Notice",
    "NoticePreference",
    "Phase",
    "Question",
    "ScheduledJob",
    "WorkerBeat",
]
