from django.db import models

from proposals.themes.enums import Place, WithheldReason


class LedgerLine(models.Model):
    """Where one submission of a run's snapshot went: one line each, so the ledger adds up by constraint."""

    run = models.ForeignKey("themes.ThemeRun", on_delete=models.CASCADE, related_name="ledger")
    submission = models.ForeignKey(
        "proposals.Submission", on_delete=models.PROTECT, related_name="ledger_lines"
    )
    place = models.CharField(max_length=12, choices=Place)
    reason = models.CharField(max_length=12, choices=WithheldReason, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "submission"], name="ledger_one_place_each"),
        ]
        indexes = [models.Index(fields=["run", "place"], name="ledger_by_place")]

    def __str__(self):
        return f"{self.run_id}: {self.submission_id} {self.place}"
