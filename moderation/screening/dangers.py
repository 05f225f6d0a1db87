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
AROUND = " .,!?"
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


def places_of(text):
    """For each sign of the folded text the place in the text it comes from."""
    places: list[int] = []
    spaced = True
    for place, written in enumerate(text[:LONGEST].translate(APOSTROPHES)):
        for sign in unicodedata.normalize("NFKD", written.casefold()):
            if unicodedata.combining(sign) or (spaced and sign.isspace()):
                continue
            spaced = sign.isspace()
            places.append(place)
    return places[:-1] if spaced else places


def dangers_in(text):
    """{"threat": [words], "child": …, "doxing": …} of what was found, in the words that led to it."""
    plain = folded(text)
    found = {kind: [plain[slice(*span)] for span in spans] for kind, spans in _spans(plain).items()}
    return {kind: list(dict.fromkeys(words)) for kind, words in found.items()}


def phrases_in(text):
    """What led to any of it, longest first, as it stands in the text, so that it can be marked there."""
    plain, places = folded(text), places_of(text)
    spans = {span for spans in _spans(plain).values() for span in spans}
    written = {text[places[first] : places[last - 1] + 1] for first, last in spans}
    return sorted(written, key=lambda each: (-len(each), each))


def _spans(plain):
    """{kind: [(first, end)]} in a folded text, without the signs around the words."""
    found = {}
    for kind, phrases in patterns().items():
        spans = [_trimmed(plain, *match.span()) for phrase in phrases for match in phrase.finditer(plain)]
        if spans:
            found[kind] = spans
    return found


def _trimmed(plain, first, end):
    words = plain[first:end]
    first += len(words) - len(words.lstrip(AROUND))
    return first, first + len(words.strip(AROUND))
