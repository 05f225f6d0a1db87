import secrets

from django.db import models

from consult.clock import now
from proposals.enums import RevisionState


def new_digest_key():
    return secrets.token_hex(16)


class Revision(models.Model):
    """One version of a text, as typed; only moderators and its author read `body`.

    `digest_key` keys the digests that log and snapshots keep of this text; erasing empties it, after which
    nobody can tell from a digest what was said.
    """

    contribution = models.ForeignKey(
        "proposals.Contribution", on_delete=models.PROTECT, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160, blank=True)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=RevisionState, default=RevisionState.PENDING)
    redactions = models.JSONField(default=list, blank=True)
    digest_key = models.CharField(max_length=32, blank=True, default=new_digest_key)
    amendment = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["contribution", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="revision_once_per_number"),
        ]

    def __str__(self):
        return f"{self.contribution_id}.{self.number}"
