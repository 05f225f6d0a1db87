from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from consult.clock import now
from moderation.deadlines import ANSWERING_APPEAL, APPEALING, UNDO
from moderation.enums import Effect, Outcome, Source
from moderation.querysets import DecisionQuerySet
from proposals.enums import ContributionState

KEY_SALT = "moderation.decision"
RESTRICTS = ~Q(effect=Effect.KEEP)
SCRUBBED = Q(scrubbed_at__isnull=False)
# A check passes when it compares with nothing, so each date is asked for as well.


class Decision(models.Model):
    """A statement of reasons; the database refuses one without its fields.

    A decision is never changed: undoing it, and the end of a hold nobody decided in time, are recorded on
    it, an appeal beside it. `rule_wording` is what the rule said then, since a rule may be worded anew.
    `destination` is the root of the thread a comment was moved to. `before` is what the effect replaced
    (states and numbers, no words), so that undoing puts exactly that back. `facts` are the moderator's words
    and may quote the text: erasing the author empties them.
    """

    case = models.ForeignKey("moderation.Case", on_delete=models.PROTECT, related_name="decisions")
    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, related_name="decisions"
    )
    effect = models.CharField(max_length=16, choices=Effect)
    rule = models.ForeignKey(
        "consult.HouseRule", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    rule_wording = models.ForeignKey(
        "consult.HouseRuleWording", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    law = models.CharField(max_length=200, blank=True)
    facts = models.TextField(blank=True)
    until = models.DateTimeField(null=True, blank=True)
    redactions = models.JSONField(default=list, blank=True)
    gaps = models.PositiveSmallIntegerField(default=0)
    destination = models.ForeignKey(
        "proposals.Contribution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    found_by = models.CharField(max_length=16, choices=Source)
    detected_automatically = models.BooleanField(default=False)
    automated = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    decided_at = models.DateTimeField(default=now)
    appeal_until = models.DateTimeField(null=True, blank=True)
    text_digest = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scrubbed_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~RESTRICTS | Q(rule__isnull=False) | ~Q(law=""), name="decision_names_a_rule"
            ),
            models.CheckConstraint(
                condition=~RESTRICTS | ~Q(facts="") | SCRUBBED, name="decision_states_facts"
            ),
            models.CheckConstraint(
                condition=~RESTRICTS | Q(appeal_until__isnull=False, appeal_until__gt=F("decided_at")),
                name="decision_says_how_to_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(effect__in=Effect.timed()) | Q(until__isnull=False, until__gt=F("decided_at")),
                name="decision_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(effect__in=Effect.timed()) | Q(until=None), name="decision_without_end_says_none"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=Effect.values, found_by__in=Source.values),
                name="decision_uses_known_words",
            ),
            models.CheckConstraint(
                condition=Q(effect=Effect.TRANSFER, destination__isnull=False)
                | ~Q(effect=Effect.TRANSFER) & Q(destination=None),
                name="decision_says_where_to",
            ),
            models.CheckConstraint(
                condition=Q(detected_automatically=True, found_by__in=Source.automatic())
                | Q(detected_automatically=False) & ~Q(found_by__in=Source.automatic()),
                name="decision_says_what_found_it",
            ),
            models.CheckConstraint(
                condition=Q(automated=False) | Q(effect=Effect.HOLD), name="decision_of_software_only_holds"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(effect=Effect.HOLD), name="decision_released_was_a_hold"
            ),
            models.CheckConstraint(
                condition=~Q(effect=Effect.REDACT) | Q(gaps__gt=0), name="decision_says_what_is_redacted"
            ),
            models.CheckConstraint(
                condition=Q(automated=True, decided_by=None) | Q(automated=False, decided_by__isnull=False),
                name="decision_by_person_or_software",
            ),
            models.CheckConstraint(condition=~Q(text_digest=""), name="decision_seals_its_text"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="decision_undone_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "decided_at"], name="decision_by_time"),
            models.Index(fields=["decided_by", "decided_at"], name="decision_by_moderator"),
        ]

    def __str__(self):
        return f"{self.get_effect_display()} ({self.case_id})"

    def get_absolute_url(self):
        return reverse("decision", args=[self.pk])

    def keyed_url(self):
        """The page of this decision for its author, without signing in."""
        return f"{self.get_absolute_url()}?key={signing.dumps(self.pk, salt=KEY_SALT)}"

    def opens_with(self, key):
        """Is this the key of `keyed_url`, not older than an appeal and its answer may take?"""
        try:
            return signing.loads(key, salt=KEY_SALT, max_age=APPEALING + ANSWERING_APPEAL) == self.pk
        except signing.BadSignature:
            return False

    @property
    def cited(self):
        """The rule with its number, as it read when it was cited; or the law."""
        if self.rule_wording is not None:
            self.rule_wording.rule = self.rule
            return str(self.rule_wording)
        return str(self.rule) if self.rule else self.law

    @property
    def restricts(self):
        return self.effect != Effect.KEEP

    @property
    def shows_waiting_text(self):
        """A text or version that waited for its first reading, now shown."""
        return self.effect == Effect.KEEP and bool(self.before.get("waited"))

    @property
    def undo_until(self):
        return self.decided_at + UNDO

    @property
    def can_be_undone(self):
        return self.undone_at is None and now() < self.undo_until

    @property
    def accepted_appeal(self):
        """The appeal that took this decision back, or None."""
        appeal = getattr(self, "appeal", None)
        return appeal if appeal and appeal.outcome == Outcome.REVERSED else None

    @property
    def is_in_force(self):
        return self.undone_at is None and self.released_at is None and self.accepted_appeal is None

    @property
    def text_is_public(self):
        return self.case.contribution.state == ContributionState.VISIBLE
