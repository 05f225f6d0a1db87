from django.db import migrations, models

import consult.clock


class Migration(migrations.Migration):
    dependencies = [("themes", "0001_initial")]

    operations = [
        migrations.AddField("themerun", "progressed_at", models.DateTimeField(default=consult.clock.now)),
        migrations.AddField("themerun", "task_id", models.UUIDField(blank=True, null=True)),
    ]
