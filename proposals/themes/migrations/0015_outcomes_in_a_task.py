import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0014_estimate_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("outcomeedition", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "outcomeedition",
            "asked_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("outcomeedition", "task_id", models.UUIDField(null=True)),
        migrations.AddField("outcomeedition", "people", models.PositiveIntegerField(default=0)),
        migrations.AddField("outcomeedition", "prepared", models.PositiveIntegerField(default=0)),
        migrations.AddField("outcomeedition", "held_up", models.JSONField(default=list)),
    ]
