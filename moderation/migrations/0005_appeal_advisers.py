from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Cast, Concat


def copy_advisers(apps, editor):
    """Onto appeals that still wait; those decided before this rule stay as they are."""
    for appeal in (
        apps.get_model("moderation", "Appeal").objects.filter(outcome="").select_related("decision")
    ):
        given = apps.get_model("moderation", "SecondReading").objects.filter(case=appeal.decision.case_id)
        ids = sorted(set(given.filter(read_by__isnull=False).values_list("read_by", flat=True)))
        appeal.first_advisers = "".join(f",{pk}" for pk in ids) + "," * bool(ids)
        appeal.save(update_fields=["first_advisers"])


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0004_moderation_times"),
        ("moderation", "0004_case_score"),
        ("proposals", "0002_vote_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="first_advisers",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunPython(copy_advisers, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", None))
                | ~models.Q(
                    (
                        "first_advisers__contains",
                        Concat(
                            models.Value(","),
                            Cast(models.F("decided_by"), models.CharField()),
                            models.Value(","),
                        ),
                    )
                ),
                name="appeal_decided_by_no_adviser",
            ),
        ),
    ]
