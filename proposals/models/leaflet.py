import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from consult import receipts
from consult.clock import now
from proposals.querysets import LeafletCodeQuerySet

MOST_CODES = 5000
CODE_LENGTH = 12  # five bits a sign: 60 bits, behind a limit of tries
SALT = "proposals.leaflets"


class LeafletBatch(models.Model):
    """Codes made at once for one way of handing them out, which is counted under its name."""

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="leaflet_batches"
    )
    name = models.CharField(max_length=80)
    number = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_CODES)])
    key = models.CharField(max_length=48, unique=True, editable=False, default=secrets.token_urlsafe)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def code_of(self, number):
        """The code on leaflet `number`; it follows from the secret key, so that it can be printed again."""
        return receipts.grouped(receipts.letters_of(SALT, f"{self.key}:{number}", CODE_LENGTH))


class LeafletCode(models.Model):
    """One leaflet: admits one participant, once, without an address; kept as a keyed digest only."""

    batch = models.ForeignKey(LeafletBatch, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    participant = models.ForeignKey(
        "proposals.Participant", null=True, blank=True, on_delete=models.PROTECT, related_name="leaflets"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LeafletCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="leaflet_code_once_per_number"),
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(participant__isnull=False, revoked_at=None),
                name="leaflet_code_once_per_participant",
            ),
        ]

    def __str__(self):
        return f"{self.batch} {self.number}"

    @staticmethod
    def digest_of(typed):
        """What is stored of a code; Invalid for what cannot be one."""
        return receipts.keyed(SALT, receipts.normalise(typed, CODE_LENGTH))
