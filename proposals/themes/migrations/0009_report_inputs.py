from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("themes", "0008_coding")]

    operations = [
        migrations.AddField("themereport", "inputs", models.JSONField(default=dict)),
        migrations.AddField("themereport", "sizes", models.JSONField(default=dict)),
    ]
