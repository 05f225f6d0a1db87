from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0016_imports_undone_codebook_carried"),
    ]

    operations = [
        migrations.AddField("redaction", "in_title", models.BooleanField(default=False)),
        migrations.RemoveConstraint("redaction", "redaction_once_per_span"),
        migrations.AddConstraint(
            "redaction",
            models.UniqueConstraint(
                fields=["revision", "contribution", "in_title", "start", "end"],
                name="redaction_once_per_span",
            ),
        ),
    ]
