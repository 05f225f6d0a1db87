"""The votes a closing phase sealed are kept beside its log entry, append-only."""

from django.db import migrations, models

from consult.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="VoteSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.PositiveBigIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("contribution_id", models.PositiveBigIntegerField()),
                ("rows", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("chain", "number", "contribution_id"), name="vote_seal_once_per_entry"
                    )
                ],
            },
        ),
        append_only("proposals_voteseal"),
    ]
