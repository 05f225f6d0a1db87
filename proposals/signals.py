"""News of what people say, heard by the floors above."""

from django.dispatch import Signal

# Sent inside the writing transaction.
contribution_received = Signal()  # contribution, revision
contribution_shown = Signal()  # contribution, revision
contribution_withdrawn = Signal()  # contribution
# Sent by the erasure of a person, for floors above to scrub what they keep of them.
participant_erased = Signal()  # participant
