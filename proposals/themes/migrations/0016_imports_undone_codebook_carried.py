import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("themes", "0015_outcomes_in_a_task"),
    ]

    operations = [
        migrations.AlterField(
            "themeedit",
            "kind",
            models.CharField(
                choices=[
                    ("confirmed", "confirmed"),
                    ("worded", "changed the words of"),
                    ("added", "added"),
                    ("dismissed", "dismissed"),
                    ("restored", "brought back"),
                    ("merged", "merged"),
                    ("split", "split"),
                    ("nested", "moved"),
                    ("cut", "grouped the themes"),
                    ("moved", "moved passages"),
                    ("second", "put passages into a second theme"),
                    ("taken_out", "took passages out of a theme"),
                    ("hidden", "hid a quote"),
                    ("shown", "brought back a quote"),
                    ("imported", "took over files"),
                    ("carried", "carried the codebook over what fits no theme"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "themeassignment",
            "assigned_by",
            models.CharField(
                choices=[
                    ("machine", "software"),
                    ("learnt", "software that learnt from coded texts"),
                    ("person", "a person"),
                ],
                default="machine",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "themeimport",
            "edit",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="themes.themeedit",
            ),
        ),
    ]
