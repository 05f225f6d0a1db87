"""A site nobody has written for yet: the links of its foot lead somewhere, in each language."""

from html.parser import HTMLParser
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Locale, Page, Site

from cms.migrations._first_words import HOME, LIST, PAGES
from cms.models import ConsultationIndexPage, HomePage, StandardPage

pytestmark = pytest.mark.django_db
migration = import_module("cms.migrations.0004_text_pages")
FRONTS = ["/", "/fr/"]


class Foot(HTMLParser):
    """Addresses of the links in the foot of a page."""

    def __init__(self, text):
        super().__init__()
        self.inside, self.links = False, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "footer"
        if tag == "a" and self.inside:
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "footer"


@pytest.fixture(scope="module")
def then():
    """The models as the migration knows them."""
    loader = MigrationExecutor(connection).loader
    return loader.project_state([("cms", "0004_text_pages")]).apps


@pytest.fixture
def add(then):
    return lambda: migration.add_text_pages(then, None)


@pytest.fixture
def take(then):
    return lambda: migration.take_untouched_pages(then, None)


@pytest.mark.parametrize("front", FRONTS)
def test_links_in_the_foot_of_a_new_site_lead_somewhere(client, front):
    links = Foot(client.get(front).content.decode()).links
    assert len(links) == 6
    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)
    assert {url.startswith(front) for url in links} == {True}


@pytest.mark.parametrize("front", FRONTS)
def test_links_in_the_bar_of_a_new_site_lead_somewhere(client, front):
    urls = [front, f"{front}consultations/", f"{front}answers/", f"{front}me/contributions/"]
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.parametrize("prefix, language", [("", "en"), ("/fr", "fr")])
@pytest.mark.parametrize("slug", PAGES)
def test_text_page_speaks_its_language_and_names_the_body(client, slug, prefix, language):
    site = Site.objects.get(is_default_site=True)
    site.body.name = "Ashby & Vale"
    site.body.save()
    text = client.get(f"{prefix}/{slug}/").content.decode()
    title, words = PAGES[slug][language]
    assert (f'<html lang="{language}"' in text, f"<h1>{title}</h1>" in text, "{body}" in text) == (
        True,
        True,
        False,
    )
    named = [each for each in words if "{body}" in each and not each.startswith("## ")]
    assert [each for each in named if each.replace("{body}", "Ashby &amp; Vale") not in text] == []


def test_words_are_there_in_every_language_with_the_same_parts():
    for slug, words in PAGES.items():
        shapes = {tuple(each.startswith("## ") for each in text) for _title, text in words.values()}
        assert (slug, set(words), len(shapes)) == (slug, set(HOME), 1)
    assert set(LIST) == set(HOME)


def test_tree_of_a_new_site_is_whole():
    assert Page.find_problems() == ([], [], [], [], [])
    for model in (HomePage, ConsultationIndexPage):
        assert model.objects.values("translation_key").distinct().count() == 1
    assert StandardPage.objects.count() == len(PAGES) * len(HOME)
    keys = {page.slug: page.translation_key for page in StandardPage.objects.all()}
    assert {(page.slug, page.translation_key) for page in StandardPage.objects.all()} == set(keys.items())


def test_pages_that_are_there_already_are_left_alone(add, take):
    take()
    home = HomePage.objects.get()
    own = home.add_child(instance=StandardPage(title="Ours", slug="privacy"))
    add()
    own.refresh_from_db()
    assert (own.title, len(own.body)) == ("Ours", 0)
    assert set(StandardPage.objects.filter(locale=home.locale).values_list("slug", flat=True)) == set(PAGES)
    assert not StandardPage.objects.exclude(locale=home.locale).filter(slug="privacy").exists()
    add()
    assert StandardPage.objects.count() == 2 * len(PAGES) - 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_going_back_takes_what_nobody_saved_and_leaves_the_rest(client, take):
    contact = StandardPage.objects.get(slug="contact", locale__language_code="en")
    contact.save_revision().publish()
    take()
    assert list(StandardPage.objects.values_list("pk", flat=True)) == [contact.pk]
    assert list(HomePage.objects.values_list("locale__language_code", flat=True)) == ["en"]
    assert Page.find_problems() == ([], [], [], [], [])
    assert client.get("/contact/").status_code == 200


def test_going_back_keeps_a_front_page_that_something_stands_below(take):
    home = HomePage.objects.get(locale__language_code="fr")
    home.add_child(instance=StandardPage(title="À nous", slug="a-nous", locale=home.locale))
    take()
    assert HomePage.objects.filter(pk=home.pk).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_site_whose_front_page_is_not_ours_is_left_alone(add, take):
    take()
    site = Site.objects.get(is_default_site=True)
    site.root_page = Page.objects.get(depth=1)
    site.save()
    before = Page.objects.count()
    add()
    take()
    assert (Page.objects.count(), Locale.objects.filter(language_code="fr").count()) == (before, 1)
