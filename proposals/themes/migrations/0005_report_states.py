import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

import consult.clock

STATES = [
    ("frozen", "frozen, waits for a second person"),
    ("returned", "returned to the analysts"),
    ("signed", "signed, waits to be published"),
    ("published", "published"),
]


def note_who_froze(apps, schema_editor):
    """Editions from before were frozen in the act that published them."""
    reports = apps.get_model("themes", "ThemeReport").objects
    reports.update(state="published", frozen_at=F("published_at"), frozen_by=F("published_by"))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("themes", "0004_theme_edits"),
    ]

    operations = [
        migrations.AddField(
            "themereport", "state", models.CharField(choices=STATES, default="frozen", max_length=10)
        ),
        migrations.AddField("themereport", "frozen_at", models.DateTimeField(default=consult.clock.now)),
        migrations.AddField(
            "themereport",
            "frozen_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("themereport", "returned_because", models.TextField(blank=True, default="")),
        migrations.AlterField("themereport", "returned_because", models.TextField(blank=True)),
        migrations.AlterField("themereport", "published_at", models.DateTimeField(null=True)),
        migrations.RunPython(note_who_froze, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "themereport",
            models.UniqueConstraint(
                condition=Q(("state__in", ["frozen", "returned", "signed"])),
                fields=("consultation",),
                name="report_one_under_way",
            ),
        ),
        migrations.AddConstraint(
            "themereport",
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="report_published_at_a_moment",
            ),
        ),
    ]
