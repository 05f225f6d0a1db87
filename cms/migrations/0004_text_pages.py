"""A new site has what its foot links to, in each language we have words for, until an editor writes better ones.

A page that nobody has saved since has no revision: that is how the editors' list of things to do knows it,
and how going back knows what it may take away.
"""

import json
import uuid
from html import escape

from django.conf import settings
from django.db import migrations
from django.db.models import F
from treebeard.mp_tree import MP_Node

from ._first_words import HOME, LIST, PAGES

UNTOUCHED = {"latest_revision": None}


def add_text_pages(apps, editor):
    front = _front(apps)
    if front is None:
        return
    source = front.locale.language_code
    fronts = [(source, front)]
    for language in HOME:
        if language != source and language in dict(settings.LANGUAGES):
            fronts.append((language, _front_in(apps, front, language)))
    for slug, words in PAGES.items():
        if not _children(apps, front).filter(slug=slug).exists():
            _add_page(apps, fronts, slug, words)


def _front(apps):
    """The front page of the default site, if it is one of ours."""
    site = apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).first()
    return site and apps.get_model("cms", "HomePage").objects.filter(pk=site.root_page_id).first()


def _front_in(apps, front, language):
    """The front page in another language, made with its list of consultations when it is not there."""
    locale, _created = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=language)
    model = apps.get_model("cms", "HomePage")
    there = model.objects.filter(translation_key=front.translation_key, locale=locale).first()
    return there or _make_front(apps, front, locale)


def _make_front(apps, front, locale):
    title, introduction = HOME[locale.language_code]
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    slug = f"{front.slug}-{locale.language_code}"
    fields = {"title": title, "introduction": introduction, "slug": slug, "locale": locale}
    made = _add(apps, "HomePage", root, translation_key=front.translation_key, **fields)
    for each in apps.get_model("cms", "ConsultationIndexPage").objects.filter(path__startswith=front.path):
        words = {"title": LIST[locale.language_code], "slug": each.slug, "locale": locale}
        _add(apps, "ConsultationIndexPage", made, translation_key=each.translation_key, **words)
    return made


def _add_page(apps, fronts, slug, words):
    key = uuid.uuid4()
    for language, front in fronts:
        if _children(apps, front).filter(slug=slug).exists():
            continue
        title, text = words.get(language, words["en"])
        fields = {"title": title, "slug": slug, "locale_id": front.locale_id, "body": _body(text)}
        _add(apps, "StandardPage", front, translation_key=key, **fields)


def _body(text):
    """One block of running text."""
    html = "".join(
        f"<h2>{escape(each[3:], quote=False)}</h2>"
        if each.startswith("## ")
        else f"<p>{escape(each, quote=False)}</p>"
        for each in text
    )
    return json.dumps([{"type": "text", "value": html, "id": str(uuid.uuid4())}])


def _children(apps, parent):
    pages = apps.get_model("wagtailcore", "Page").objects
    return pages.filter(path__startswith=parent.path, depth=parent.depth + 1)


def _add(apps, name, parent, *, title, slug, **fields):
    """A live page, after its parent's last child."""
    last = _children(apps, parent).order_by("path").last()
    step = MP_Node._str2int(last.path[-MP_Node.steplen :]) + 1 if last else 1
    types = apps.get_model("contenttypes", "ContentType").objects
    page = apps.get_model("cms", name).objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        path=MP_Node._get_path(parent.path, parent.depth + 1, step),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        content_type=types.get_or_create(app_label="cms", model=name.lower())[0],
        live=True,
        **fields,
    )
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    return page


def take_untouched_pages(apps, editor):
    """What this put there and nobody has saved or written below."""
    front = _front(apps)
    if front is None:
        return
    fronts = apps.get_model("cms", "HomePage").objects.filter(translation_key=front.translation_key)
    for each in fronts:
        text = _children(apps, each).filter(slug__in=PAGES, content_type__model="standardpage")
        _take(apps, text.filter(**UNTOUCHED, numchild=0))
    for each in fronts.exclude(pk=front.pk).filter(**UNTOUCHED):
        _take_front(apps, each)


def _take_front(apps, front):
    below = _children(apps, front)
    lists = below.filter(**UNTOUCHED, numchild=0, content_type__model="consultationindexpage")
    if lists.count() == below.count():
        _take(apps, lists)
        _take(apps, apps.get_model("wagtailcore", "Page").objects.filter(pk=front.pk))


def _take(apps, pages):
    every = apps.get_model("wagtailcore", "Page").objects
    for page in list(pages):
        every.filter(path=page.path[: -MP_Node.steplen]).update(numchild=F("numchild") - 1)
        page.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_editors_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add_text_pages, take_untouched_pages)]
