"""News of a consultation, heard by the floors above."""

from django.dispatch import Signal

# Sent inside the transaction that opens a consultation to the public; receivers clear rehearsal rows.
consultation_opening = Signal()  # consultation
# Sent inside the transaction in which a phase is announced as open or closed.
phase_opened = Signal()  # phase
phase_closed = Signal()  # phase
# Sent inside the transaction that changes who may do what: memberships begun or ended, access, facts.
access_changed = Signal()  # consultation, user_ids
consultation_changed = Signal()  # consultation
# Asks the floors above what is still missing for later steps; receivers return [(code, text)].
readiness_asked = Signal()  # consultation
# Sent inside the transaction that makes a consultation out of an import, for the floor that gives it a page.
consultation_imported = Signal()  # consultation, by
# Sent inside the transaction that records that an e-mail came back for good.
notice_bounced = Signal()  # notice
# Sent inside the transaction in which somebody changes their public name.
account_renamed = Signal()  # user
# Sent inside the transaction that erases an account, before its row is scrubbed.
account_erasing = Signal()  # user, keep_words
