from django.db import models

from consult.clock import now


class Estimates(models.Model):
    """What the coded sample says of a run: shares with intervals and agreement, all ten-thousandths.

    `evidence` holds the codings and the software's predictions they were made of, sorted and without ids.
    `input_hash` is of the codings, definitions and assignments they were made of: when these give another
    one, the figures are stale and are made again.
    """

    run = models.OneToOneField("themes.ThemeRun", on_delete=models.CASCADE, related_name="estimates")
    sample = models.ForeignKey("themes.CodingSample", on_delete=models.CASCADE, related_name="+")
    input_hash = models.CharField(max_length=64)
    shares = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    agreement = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)

    def __str__(self):
        return f"estimates of run {self.run_id}"
