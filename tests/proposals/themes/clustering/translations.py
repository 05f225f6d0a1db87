"""Sentences with their translations, read from the files that installed packages bring along."""

from importlib.resources import files

import polib

LANGUAGES = ("ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru")


def translated_sentences(languages=LANGUAGES, packages=("django",), shortest=20):
    """English sentences that all languages translate, and {language: their translations}, in one order."""
    found = {language: _translations(language, packages) for language in languages}
    shared = sorted(set.intersection(*(set(pairs) for pairs in found.values())))
    sentences = [text for text in shared if len(text) >= shortest and not set("%{<") & set(text)]
    return sentences, {language: [found[language][text] for text in sentences] for language in languages}


def _translations(language, packages):
    pairs = {}
    for package in packages:
        for path in sorted(files(package).glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
            entries = (entry for entry in polib.pofile(str(path)).translated_entries() if entry.msgstr)
            pairs |= {entry.msgid: entry.msgstr for entry in entries}
    return pairs
