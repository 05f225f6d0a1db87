"""What cannot wait in a text: a threat, a child at risk, where somebody can be found. No Django, no database.

Found by fixed phrases in English, French, German and Spanish (`lexicon.toml`), whatever language the text is
marked with. They sort and alert; a person reads.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).with_name("lexicon.toml")
KINDS = ("threat", "child", "doxing")
LONGEST = 20_000
SPACES = re.compile(r"\s+")
DISGUISED = re.compile(r"(?<=[a-z])[013457@$](?=[a-z])")
PLAIN = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
APOSTROPHES = str.maketrans("’‘`´", "''''")


@cache
def patterns():
    """{kind: [compiled phrase of every language]}; made once a process."""
    languages = tomllib.loads(LEXICON.read_text(encoding="utf-8")).values()
    return {
        kind: [re.compile(_whole(phrase, each["parts"])) for each in languages for phrase in each[kind]]
        for kind in KINDS
    }


def _whole(phrase, parts):
    for name, words in parts.items():
        phrase = phrase.replace(f"<{name}>", words)
    return phrase


def folded(text):
    """Small letters without accents, single spaces, figures inside words as the letters they stand for."""
    text = unicodedata.normalize("NFKD", text[:LONGEST].translate(APOSTROPHES).casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return DISGUISED.sub(lambda found: PLAIN[found[0]], SPACES.sub(" ", text).strip())


def dangers_in(text):
    """{"threat": [words], "child": …, "doxing": …} of what was found, in the words that led to it."""
    text = folded(text)
    found = {}
    for kind, phrases in patterns().items():
        words = [match[0].strip(" .,!?") for phrase in phrases for match in phrase.finditer(text)]
        if words:
            found[kind] = list(dict.fromkeys(words))
    return found
