"""News of the findings, heard by the floors above."""

from django.dispatch import Signal

# Sent inside the writing transaction.
report_published = Signal()  # report
response_published = Signal()  # response
