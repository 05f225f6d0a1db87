"""The audit log is append-only in the database itself."""

from django.db import migrations

from consult.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]

    operations = [append_only("consult_logentry")]
