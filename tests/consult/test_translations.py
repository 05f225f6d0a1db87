"""The product speaks French completely: nothing left in English, nothing lost on the way."""

import ast
import re
from collections import Counter
from html import unescape
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import translate_url
from django.utils.translation.template import templatize

from consult.enums import Role
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cms import draft_page, publish
from tests.factories.consult import MembershipFactory
from tests.factories.proposals import CommentFactory, ProposalFactory

ROOT = settings.BASE_DIR
FRENCH = ROOT / "consult" / "locale" / "fr" / "LC_MESSAGES"
APPS = ["cms", "consult", "moderation", "proposals"]
ALIASES = {"_": "gettext", "gettext_lazy": "gettext"}
# How many of the leading arguments are texts, for each of the functions that mark them.
MARKERS = {"gettext": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
MARKED = re.compile(rf"(?<!\w)(_|n?p?gettext)\(({QUOTED}(?:, ?{QUOTED})*)(?:, ?count)?\)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)\d*\.?\d*[a-z]|%%|\{\w+\}|</?\w[^>]*>")
WORDS_BETWEEN = re.compile(r"%\(\w+\)\d*\.?\d*[a-z]|\{\w+\}|<[^>]+>")
LONG_ENOUGH = 12  # shorter words are the same in both languages, or part of others


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(FRENCH / "django.po"))


def _key(context, text):
    return f"{context or ''}\x04{text}"


def _marked_in_python(source):
    """(context, text) of every text that Python code marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _marked_by(node.func.id, [_literal(each) for each in node.args])


def _marked_by(name, arguments):
    name = ALIASES.get(name, name)
    texts = arguments[: MARKERS.get(name, 0)]
    if texts and all(isinstance(text, str) for text in texts):
        context, texts = (texts[0], texts[1:]) if "p" in name.removesuffix("gettext") else ("", texts)
        yield context, texts[0]


def _literal(node):
    return node.value if isinstance(node, ast.Constant) else None


def _marked_in_template(source):
    for name, arguments in MARKED.findall(templatize(source) + " "):
        texts = ast.literal_eval(f"({arguments},)")
        yield from _marked_by(name, list(texts))


def _texts_of_the_product():
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            found.update(_marked_in_python(path.read_text()))
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix in {".html", ".txt"}:
            found.update(_marked_in_template(path.read_text()))
    return {_key(context, text) for context, text in found if text}


def test_catalogue_has_every_text_of_the_product(catalogue):
    known = {_key(entry.msgctxt, entry.msgid) for entry in catalogue}
    assert _texts_of_the_product() - known == set()


def test_catalogue_leaves_nothing_untranslated_or_unsure(catalogue):
    left = [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy or entry.obsolete]
    assert left == []


def test_compiled_catalogue_is_what_the_written_one_says(catalogue):
    def said(entries):
        return {_key(e.msgctxt, e.msgid): (e.msgid_plural, e.msgstr, e.msgstr_plural) for e in entries}

    assert said(polib.mofile(str(FRENCH / "django.mo"))) == said(catalogue)


def test_translation_keeps_placeholders_and_tags(catalogue):
    def kept(text):
        return Counter(PLACEHOLDER.findall(text))

    pairs = [
        pair
        for entry in catalogue
        for pair in (
            [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
            if entry.msgid_plural
            else [(entry.msgid, entry.msgstr)]
        )
    ]
    assert [(english, french) for english, french in pairs if kept(english) != kept(french)] == []


def test_translation_uses_french_signs(catalogue):
    """No typewriter apostrophes, no English quotes, no sign that a line could begin with."""
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(r"['“”\"](?![^<]*>)| [:;?!»]|« ", text)] == []


@pytest.fixture
def town(client, db):
    """A consultation in both languages with a proposal, a comment and one of its team."""
    consultation = publish(draft_page("Rues", "rues", summary="Rues.", place="Ashby")).consultation
    proposal = ProposalFactory(consultation_of=consultation, title="Rue")
    person = UserFactory()
    for role in (Role.MODERATOR, Role.ANALYST, Role.RESPONDER):
        MembershipFactory(consultation=consultation, user=person, role=role)
    return {"proposal": proposal.pk, "comment": CommentFactory(root=proposal).pk, "person": person}


PAGES = [
    "/",
    "/consultations/",
    "/consultations/rues/",
    "/consultations/rues/proposals/",
    "/proposals/{proposal}/",
    "/consultations/rues/questions/",
    "/consultations/rues/report/",
    "/consultations/rues/responses/",
    "/consultations/rues/moderation/",
    "/consultations/rues/changes/",
    "/answers/",
    "/me/contributions/",
    "/receipts/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nowhere/",
]
OWN_PAGES = [
    "/consultations/rues/proposals/new/",
    "/contributions/{comment}/reply/",
    "/contributions/{comment}/flag/",
    "/me/contributions/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/moderation/",
    "/themes/",
    "/themes/rues/",
    "/responses/",
]


def _read(response):
    """What a page shows and what it reads out, as text."""
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder|alt|data-[\w-]+)="([^"]*)"', html)
    return unescape("\n".join([*re.split(r"<[^>]+>", html), *spoken]))


def _english_in(text, catalogue):
    """The texts of the catalogue that stand in it as they were before translation."""
    found = []
    for entry in catalogue:
        parts = [part.strip() for part in WORDS_BETWEEN.split(entry.msgid.replace("%%", "%"))]
        parts = [part for part in parts if len(part) > LONG_ENOUGH]
        if parts and entry.msgstr != entry.msgid and all(part in text for part in parts):
            found.append(entry.msgid)
    return found


def _assert_translated(client, address, catalogue, status=200):
    french = client.get(f"/fr{address}")
    assert french.status_code == status
    assert _english_in(_read(french), catalogue) == []
    assert _english_in(_read(client.get(address)), catalogue) != []


@pytest.mark.parametrize("path", PAGES)
def test_page_in_french_has_no_english_left(client, town, catalogue, path):
    _assert_translated(client, path.format(**town), catalogue, 404 if path == "/nowhere/" else 200)


@pytest.mark.parametrize("path", OWN_PAGES)
def test_page_in_french_of_somebody_signed_in_has_no_english_left(client, town, catalogue, path):
    client.force_login(town["person"])
    _assert_translated(client, path.format(**town), catalogue)


def test_signing_in_and_out_stays_in_french(client, town):
    credentials = {"login": UserFactory().email, "password": PASSWORD}
    assert client.post("/fr/accounts/login/", credentials).headers["Location"] == "/fr/"
    assert client.post("/fr/accounts/logout/").headers["Location"] == "/fr/"


def test_links_of_a_french_page_stay_in_french(client, town):
    html = client.get(f"/fr/proposals/{town['proposal']}/").content.decode()
    addresses = re.findall(r'(?:href|action)="(/[^"#]*)', html)
    elsewhere = [a for a in addresses if not a.startswith(("/fr/", "/static/"))]
    others = [code for code, _name in settings.LANGUAGES if code != "fr"]
    switches = [translate_url(f"/fr/proposals/{town['proposal']}/", code) for code in others]
    assert elsewhere == switches * 2  # in both menus


def test_every_language_of_the_site_has_its_catalogue():
    spoken = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    assert {
        path.parents[1].name for path in Path(FRENCH).parents[1].glob("*/LC_MESSAGES/django.mo")
    } == spoken
