"""Editors and owners may write, publish and translate pages; owners stand in a group of their own."""

from django.db import migrations

PAGE_ACTS = [
    ("add_page", "Add/edit pages you own"),
    ("change_page", "Edit any page"),
    ("publish_page", "Publish any page"),
]


def open_editors_pages(apps, editor):
    groups = apps.get_model("auth", "Group").objects
    editors, _created = groups.get_or_create(name="Editors")
    owners, _created = groups.get_or_create(name="Owners")
    for group in (editors, owners):
        group.permissions.add(
            _permission(apps, "wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
        )
        group.permissions.add(
            _permission(
                apps, "wagtail_localize", "translation", "submit_translation", "Can submit translations"
            )
        )
        _grant_pages(apps, group)
    _copy_collections(apps, editors, owners)


def _grant_pages(apps, group):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    grants = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename, name in PAGE_ACTS:
        permission = _permission(apps, "wagtailcore", "page", codename, name)
        grants.get_or_create(group=group, page=root, permission=permission)


def _copy_collections(apps, editors, owners):
    """Pictures and documents: what editors may do, owners may."""
    grants = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for grant in grants.filter(group=editors):
        grants.get_or_create(
            group=owners, collection_id=grant.collection_id, permission_id=grant.permission_id
        )


def _permission(apps, app, model, codename, name):
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_first_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0004_editingsession"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(open_editors_pages, migrations.RunPython.noop)]
