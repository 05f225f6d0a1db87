from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0013_answers_for_everyone"),
    ]

    operations = [
        migrations.AddField(
            model_name="estimates",
            name="evidence",
            field=models.JSONField(default=dict),
        ),
    ]
