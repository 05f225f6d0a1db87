"""Answering what people said, and letting everybody hear."""

from .bounces import bounce_outcome, record_bounces_of
from .commitments import (
    announce_slips,
    keep_commitment,
    make_commitment,
    record_milestone,
    tell_of_commitment,
)
from .corrections import accept_corrections, carry_corrections, correct_theme, decline_corrections
from .edition import prepare_outcomes, publish_outcomes, stop_publishing
from .follows import follow, unfollow
from .mailing import release_outcomes
from .outcomes import go_on_sending, print_letters, send_test, stop_sending
from .publishing import publish_response, tell_authors
from .responses import (
    check_response,
    give_duty,
    record_reading,
    return_response,
    send_for_check,
    write_response,
)
from .verdicts import give_verdict

__all__ = [
    "accept_corrections",
    "announce_slips",
    "bounce_outcome",
    "carry_corrections",
    "check_response",
    "correct_theme",
    "decline_corrections",
    "follow",
    "give_duty",
    "give_verdict",
    "go_on_sending",
    "keep_commitment",
    "make_commitment",
    "prepare_outcomes",
    "print_letters",
    "publish_outcomes",
    "publish_response",
    "record_bounces_of",
    "record_milestone",
    "record_reading",
    "release_outcomes",
    "return_response",
    "send_for_check",
    "send_test",
    "stop_publishing",
    "stop_sending",
    "tell_authors",
    "tell_of_commitment",
    "unfollow",
    "write_response",
]
