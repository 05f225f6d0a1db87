"""News of what people say, heard by the floors above."""

from django.dispatch import Signal

# Sent inside the writing transaction.
contribution_received = Signal()  # contribution, revision
contribution_shown = Signal()  # contribution, revision
contribution_withdrawn = Signal()  # contribution
contribution_erased = Signal()  # contribution
# Sent after an import has written its rows, in no transaction; repeated when the import is.
submissions_imported = Signal()  # consultation, external_ids
# Asks the floors above about a text that is about to be posted; receivers return what to ask its author, or
# None. Nothing is written.
text_offered = Signal()  # consultation, text, public
# Sent when a guest and an account's participant become one, inside the writing transaction, for floors
# above to hand over what they keep of the guest.
participant_joined = Signal()  # participant, into
# Sent by the erasure of a person, for floors above to scrub what they keep of them.
participant_erased = Signal()  # participant
