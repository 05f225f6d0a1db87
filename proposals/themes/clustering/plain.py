"""The words of a text with every disguise taken off, and where they stand in it."""

import re
import unicodedata

# Letters of other alphabets that look Latin: swapping them in must not hide a copy.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝѵвкмнтαβεζηικμνορτυχϲɑɡıօոսհցᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ",
    "aeopcyxijsdhlqwvbkmhtabezhikmvoptuxcagionuhgabcdeghijklmnoprtuvwyz",
)
_FOREIGN = re.compile(r"[ıɑɡɢɪɴʀʏʙʜʟͰ-ԯօոսհցᴀ-ᴢ]")
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LEFT_OUT = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_SIGN = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # of scripts written without spaces
_ONE_SIGN = re.compile(f"[{_SIGN}]")
_LINK = r"https?://\S*\w"
_WORD = re.compile(f"{_LINK}|[{_SIGN}]|[^\\W_]+")
_STRETCH = re.compile(f"(?i:{_LINK})|[{_SIGN}]|(?:[^\\W_]|[{_INVISIBLE}{_MARKS}])+")


def plain_words(text: str) -> list[str]:
    """The words of a text without case, accents, invisible signs and look-alike letters.

    A link is one word, so that sharing it does not make texts alike. In scripts written without spaces each
    sign is a word.
    """
    return _WORD.findall(_plain(text))


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """The same words, each with the start and end of the characters it was written with."""
    return [
        (word, found.start(), found.end())
        for found in _STRETCH.finditer(text)
        for word in _WORD.findall(_plain(found.group()))
    ]


def is_sign(word: str) -> bool:
    """Whether a word is one sign of a script written without spaces."""
    return _ONE_SIGN.fullmatch(word) is not None


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text).casefold())
    return folded.translate(_LOOKALIKES) if _FOREIGN.search(folded) else folded
