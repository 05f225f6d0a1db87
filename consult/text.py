"""The only door from typed text to HTML.

What people type is plain text with a small Markdown subset: paragraphs, line breaks, **bold**, *italic*,
lists and links. `plain` cleans it, `render` makes the HTML. Every step is linear in the text's length.
"""

import re
import unicodedata
from html import escape, unescape

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.utils.translation import gettext as _

from .errors import Invalid

LONGEST = 100_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a"}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, lone surrogates, bidi embeddings, overrides and isolates, invisible spaces, interlinear marks,
# non-characters: they hide or reorder what a reader sees, or break whoever encodes the text.
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060-\u2064\u206a-\u206f\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
JOINERS = re.compile("[\u200c\u200d]{2,}")
ACCENT = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
STACKED = re.compile(f"({ACCENT}{{4}}){ACCENT}+")
BLANK_LINES = re.compile(r"\n{3,}")

BULLET = re.compile(r"^\s{0,3}[-*•]\s+(?=\S)")
NUMBER = re.compile(r"^\s{0,3}(\d{1,2})[.)]\s+(?=\S)")
LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\[\]\s<>]{1,2000})\)")
ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?|mailto:[^\s@:/?#]+@[^\s@:/?#]+", re.IGNORECASE)
BARE_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:https?://(?![^\s/@]{0,255}@)|www\.)[^\s<>\"'`{}|\\^@]{1,2000}", re.IGNORECASE
)
LOOKS_LIKE_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)
TAG = re.compile(r"""(<(?:"[^"]*"|[^">])*>)""")
EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|_)")
OPENING = {"***": "<strong><em>", "**": "<strong>", "*": "<em>", "_": "<em>"}
CLOSING = {"***": "</em></strong>", "**": "</strong>", "*": "</em>", "_": "</em>"}


def plain(text):
    """The typed text, cleaned: NFC, one kind of line end, nothing invisible that could deceive."""
    text = str(text)
    if len(text) > LONGEST:
        raise Invalid({"": [_("This text is too long to be read.")]})
    text = UNWANTED.sub("", LINE_ENDS.sub("\n", text))
    text = STACKED.sub(r"\1", JOINERS.sub(lambda run: run[0][0], text))
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def render(text, phrases=()):
    """Safe HTML of a typed text; allow-listed by bleach, then by nh3 as the last gate.

    phrases: words, as they stand in the text, that are marked wherever they stand in one piece.
    """
    marked = "".join(_blocks(plain(text).split("\n")))
    filters = [_linkify] if BARE_ADDRESS.search(marked) else []
    safe = _cleaner(filters).clean(marked)
    return nh3.clean(
        _with_marks(safe, phrases) if phrases else safe,
        tags=TAGS | {"mark"} if phrases else TAGS,
        attributes={name: allowed - {"rel"} for name, allowed in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel=REL,
    )


def _with_marks(html, phrases):
    wanted = re.compile("(" + "|".join(map(re.escape, phrases)) + ")")
    parts = TAG.split(html)
    parts[::2] = [_marked(unescape(words), wanted) for words in parts[::2]]
    return "".join(parts)


def _marked(words, wanted):
    pieces = [escape(piece) for piece in wanted.split(words)]
    pieces[1::2] = [f"<mark>{piece}</mark>" for piece in pieces[1::2]]
    return "".join(pieces)


def excerpt(text, length):
    """The first words of a text without its marks, at most `length` characters."""
    lines = plain(text)[: length * 4].split("\n")
    bare = (_without_marks(LINK.sub(r"\1", BULLET.sub("", line))) for line in lines)
    words = " ".join(" ".join(bare).split())
    if len(words) <= length:
        return words
    cut = words[: length - 1]
    whole = cut.rsplit(" ", 1)[0]
    return (whole if len(whole) > length / 2 else cut).rstrip(" ,;:.-") + "…"


def _cleaner(filters):
    """Made anew for each text: bleach's cleaner keeps state and is not safe across threads."""
    return Cleaner(
        tags=TAGS,
        attributes={name: list(allowed) for name, allowed in ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=False,
        filters=filters,
    )


def _linkify(source):
    return LinkifyFilter(source, callbacks=[_outbound], url_re=BARE_ADDRESS, skip_tags={"a"})


def _outbound(attributes, new=False):
    attributes[(None, "rel")] = REL
    return attributes if ADDRESS.fullmatch(attributes.get((None, "href"), "")) else None


def _blocks(lines):
    """Paragraphs and lists, in the order of the lines."""
    for kind, start, block in _grouped(lines):
        if kind == "p":
            yield f"<p>{'<br>'.join(_inline(line) for line in block)}</p>"
            continue
        items = "".join(f"<li>{_inline(item)}</li>" for item in block)
        first = f' start="{start}"' if kind == "ol" and start != 1 else ""
        yield f"<{kind}{first}>{items}</{kind}>"


def _grouped(lines):
    """Runs of lines that belong together: (kind, first number, texts)."""
    kind: str | None = None
    start, block = 1, list[str]()
    for line in lines:
        found, number, words = _line(line)
        if found != kind:
            if block:
                yield kind, start, block
            kind, start, block = found, number, []
        if found:
            block.append(words)
    if block:
        yield kind, start, block


def _line(line):
    if not line:
        return None, 1, ""
    if marker := BULLET.match(line):
        return "ul", 1, line[marker.end() :]
    if marker := NUMBER.match(line):
        return "ol", int(marker[1]), line[marker.end() :]
    return "p", 1, line.strip()


def _inline(line):
    """One line with its links and emphasis; everything else escaped."""
    parts, end = [], 0
    for link in LINK.finditer(line):
        parts += [_emphasis(line[end : link.start()]), _link(link)]
        end = link.end()
    return "".join([*parts, _emphasis(line[end:])])


def _link(link):
    words, address = link[1], link[2]
    if not ADDRESS.fullmatch(address):
        return escape(link[0])
    if LOOKS_LIKE_ADDRESS.search(words):
        words = address  # words that name one address must not lead to another
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def _emphasis(text):
    pieces = EMPHASIS.split(text)
    shown = [escape(piece) for piece in pieces]
    for opening, closing in _pairs(pieces):
        shown[opening], shown[closing] = OPENING[pieces[opening]], CLOSING[pieces[closing]]
    return "".join(shown)


def _without_marks(text):
    pieces = EMPHASIS.split(text)
    marks = {place for pair in _pairs(pieces) for place in pair}
    return "".join(piece for place, piece in enumerate(pieces) if place not in marks)


def _pairs(pieces):
    """Places of marks that belong together, found in one pass; a mark without a partner is just a sign.

    `pieces` has text at even places and marks at odd ones. Each kind of mark is open once at most, so
    that a text of nothing but marks costs no more than any other.
    """
    opened: dict[str, int] = {}
    for at in range(1, len(pieces), 2):
        mark, before, after = pieces[at], pieces[at - 1][-1:], pieces[at + 1][:1]
        if mark in opened and before.strip() and not after.isalnum():
            yield opened[mark], at
            opened = {other: place for other, place in opened.items() if place < opened[mark]}
        elif after.strip() and not before.isalnum():
            opened.setdefault(mark, at)
