"""Every consultation has a public body; the first one belongs to the default site."""

from django.db import migrations


def add_first_body(apps, editor):
    body = apps.get_model("consult", "Body")
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    if not body.objects.exists():
        body.objects.create(name="Consult", site=site)


class Migration(migrations.Migration):
    dependencies = [("consult", "0002_log_append_only")]

    operations = [migrations.RunPython(add_first_body, migrations.RunPython.noop)]
