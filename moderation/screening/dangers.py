"""What cannot wait in a text: a threat, a child at risk, where somebody can be found. No Django, no database.

Found by fixed phrases in English, French, German and Spanish, whatever language the text is marked with:
`lexicon.toml` for those that name an act, `veiled.toml` for threats that name none. They sort and alert; a
person reads.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

LEXICONS = [Path(__file__).with_name(name) for name in ("lexicon.toml", "veiled.toml")]
KINDS = ("threat", "child", "doxing")
LONGEST = 20_000
PART = re.compile(r"<([a-z_0-9]+)>")
SPACES = re.compile(r"\s+")
DISGUISED = re.compile(r"(?<=[a-z])[013457@$](?=[a-z])")
PLAIN = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
APOSTROPHES = str.maketrans("’‘`´", "''''")


@cache
def patterns():
    """{kind: [compiled phrase of every language]}; made once a process."""
    read = [tomllib.loads(path.read_text(encoding="utf-8")).values() for path in LEXICONS]
    languages = [each for lexicon in read for each in lexicon]
    return {
        kind: [
            re.compile(_whole(phrase, each["parts"])) for each in languages for phrase in each.get(kind, ())
        ]
        for kind in KINDS
    }


def _whole(phrase, parts):
    """The phrase with its parts, and theirs, put in."""
    while named := PART.search(phrase):
        phrase = phrase.replace(named[0], parts[named[1]])
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
