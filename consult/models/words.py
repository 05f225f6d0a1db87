"""Words in several languages: {language: text}, with fallback to the source language."""

from django.utils.translation import get_language


def worded(words, source_language, language=None):
    """The text for a language, else for the source language, else any, else an empty string."""
    wanted = (language or get_language() or source_language).split("-")[0]
    for code in (wanted, source_language):
        if words.get(code):
            return words[code]
    return next((text for text in words.values() if text), "")
