"""A new site starts with a front page and a list of consultations, so that an editor can begin at once."""

from django.db import migrations

WELCOME = {"slug": "home", "depth": 2, "content_type__model": "page", "numchild": 0}


def add_first_pages(apps, editor):
    """Turn Wagtail's welcome page into ours; its row stays, since the site points at it."""
    welcome = apps.get_model("wagtailcore", "Page").objects.filter(**WELCOME).first()
    if welcome is None:
        return
    home = _as_home(apps, welcome)
    _add_list(apps, home)


def _as_home(apps, welcome):
    home = apps.get_model("cms", "HomePage")(page_ptr_id=welcome.pk)
    kept = {field.attname: getattr(welcome, field.attname) for field in welcome._meta.concrete_fields}
    for name, value in kept.items():
        setattr(home, name, value)
    home.title = home.draft_title = "Tell us what should change. We tell you what did."
    home.introduction = "Every contribution gets a receipt, a theme and an answer you can hold us to."
    home.content_type = _type(apps, "homepage")
    home.numchild = 1
    home.save()
    return home


def _add_list(apps, home):
    apps.get_model("cms", "ConsultationIndexPage").objects.create(
        title="Consultations",
        draft_title="Consultations",
        slug="consultations",
        content_type=_type(apps, "consultationindexpage"),
        path=home.path + "0001",
        depth=home.depth + 1,
        numchild=0,
        url_path=home.url_path + "consultations/",
        locale_id=home.locale_id,
        live=True,
    )


def _type(apps, model):
    types = apps.get_model("contenttypes", "ContentType").objects
    return types.get_or_create(app_label="cms", model=model)[0]


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(add_first_pages, migrations.RunPython.noop)]
