from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("themes", "0002_run_task")]

    operations = [
        migrations.AddField("campaign", "template", models.JSONField(default=list)),
        migrations.AddField("campaign", "burst", models.JSONField(default=dict)),
        migrations.AddField("campaignmember", "added", models.JSONField(default=list)),
        migrations.AddField("opinionrun", "stability", models.JSONField(default=dict)),
        migrations.AddField("opinionrun", "activity", models.JSONField(default=dict)),
    ]
