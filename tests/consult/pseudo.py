"""A language in which every translated text stands in brackets, and what of a page stands outside of them."""

import gettext
import json
import re
from html.parser import HTMLParser

from django.apps import apps
from django.db import models
from django.utils.translation import trans_real
from wagtail.fields import StreamField

OPEN, CLOSE = "\u27e6", "\u27e7"
OURS = {"accounts", "consult", "proposals", "themes", "moderation", "cms"}
APPEND_ONLY = {"consult.LogEntry", "consult.HouseRuleWording", "proposals.VoteSeal"}
TYPED = "zq"  # what every word of a person or an editor is turned into
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = ("aria-label", "alt", "placeholder", "title", "data-words", "content")
SILENT = {"script", "style", "svg", "code", "kbd"}


class Pseudo(gettext.NullTranslations):
    """Stands for French: the same plurals, no catalogue."""

    domain = "django"

    def gettext(self, message):
        return self._bracketed(message)

    def ngettext(self, singular, plural, n):
        return self._bracketed(singular if n in (0, 1) else plural)

    def _bracketed(self, message):
        return f"{OPEN}{message.rpartition(chr(4))[2]}{CLOSE}"

    def language(self):
        return "fr"

    def to_language(self):
        return "fr"


def speak_pseudo(monkeypatch):
    """From here on whatever is said in French is said in brackets."""
    trans_real.translation("fr")
    monkeypatch.setitem(trans_real._translations, "fr", Pseudo())


class Outside(HTMLParser):
    """Collects what a page says outside of brackets, which may open before an element and close behind it."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.silent, self.said, self.depth = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in SILENT or ("lang" in given and tag != "html"):
            self.silent.append(tag)
        if tag == "meta" and given.get("name") != "description":
            return
        if not self.silent:
            spoken = [value for name, value in attrs if name in SPOKEN and value]
            self.said += [_outside(value, 0)[0] for value in spoken]

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        text, self.depth = _outside(data, self.depth)
        if not self.silent:
            self.said.append(text)


def unbracketed(page):
    """The words of a page outside of all brackets, addresses left out; an error for one left open."""
    outside = Outside(page)
    if outside.depth:
        raise AssertionError(f"{outside.depth} brackets are left open, which would hide what follows")
    said = (re.sub(r"\w+://\S+|\S+@\S+|/[\w/-]+/", " ", each) for each in outside.said)
    return {word for each in said for word in WORD.findall(each)} - {TYPED}


def _outside(text, depth):
    """(what stands outside of brackets, how many are open at its end)"""
    kept = []
    for sign in text:
        depth += sign == OPEN
        if not depth:
            kept.append(sign)
        depth -= sign == CLOSE
    return "".join(kept), depth


def disguise():
    """Turn every word that people and editors typed into TYPED, wherever a model of ours or a page is."""
    for model in apps.get_models():
        ours = model._meta.app_label in OURS or model._meta.label in ("wagtailcore.Page", "wagtailcore.Site")
        kept = model._meta.label in APPEND_ONLY
        if ours and not kept and model._meta.managed and not model._meta.proxy:
            _disguise(model)


def _disguise(model):
    fields = [field for field in model._meta.local_concrete_fields if _holds_words(field)]
    for row in model.objects.all() if fields else ():
        changed = {field.attname: _turned(field.value_from_object(row)) for field in fields}
        model.objects.filter(pk=row.pk).update(**changed)


# fmt: off
WORDS = {
    "titles", "summaries", "promises", "places", "decided_by", "texts", "hints", "notes", "note",
    "choices", "name", "display_name", "job_title", "public_name", "organisation", "title",
    "draft_title", "public_text", "body_html", "body", "introduction", "summary", "place",
    "definition", "facts", "site_name", "seo_title", "search_description", "text", "hint",
}
# fmt: on


def _holds_words(field):
    named = field.name in WORDS or field.name.startswith("promise_")
    return (
        named
        and not field.unique
        and isinstance(field, StreamField | models.TextField | models.JSONField | models.CharField)
    )


def _turned(value):
    if isinstance(value, dict):
        return {name: each if name == "value" else _turned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_turned(each) for each in value]
    if not isinstance(value, str):
        if hasattr(value, "raw_data"):
            return json.dumps([_turned_block(each) for each in value.raw_data])
        return value
    return "".join(
        part if part.startswith("<") else WORD.sub(TYPED, part) for part in re.split("(<[^>]+>)", value)
    )


def _turned_block(block):
    return {**block, "value": _turned(block["value"])}
