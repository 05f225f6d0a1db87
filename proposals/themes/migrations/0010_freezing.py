import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import consult.clock


class Migration(migrations.Migration):
    dependencies = [
        ("consult", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("themes", "0009_report_inputs"),
    ]

    operations = [
        migrations.AddField("snapshot", "frozen_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "snapshot",
            "frozen_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ClosingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("number", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("accepted_at", models.DateTimeField(default=consult.clock.now)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_lines",
                        to="consult.consultation",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_lines",
                        to="themes.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(snapshot=None),
                        fields=("consultation", "code"),
                        name="closing_line_open_once",
                    ),
                    models.UniqueConstraint(
                        fields=("snapshot", "code"), name="closing_line_once_per_snapshot"
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="closing_line_says_why"),
                ],
            },
        ),
    ]
