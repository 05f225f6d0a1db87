"""Typed text: what becomes HTML, what stays as typed, and what never passes."""

import re
import sys

import pytest

from consult.errors import Invalid
from consult.text import LONGEST, excerpt, plain, render
from tests.hostile import PIECES, repeated

LINK = '<a href="{0}" rel="nofollow ugc noopener">{1}</a>'


@pytest.mark.parametrize(
    "typed, html",
    [
        ("", ""),
        ("One line", "<p>One line</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("One\r\n\r\n\r\n\r\ntwo", "<p>One</p><p>two</p>"),
        ("**bold** and *it* and _it_", "<p><strong>bold</strong> and <em>it</em> and <em>it</em></p>"),
        ("***both***", "<p><strong><em>both</em></strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("2*3*4 and snake_case_name", "<p>2*3*4 and snake_case_name</p>"),
        ("**open and * alone *", "<p>**open and * alone *</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("Why:\n• a\n* b\nend", "<p>Why:</p><ul><li>a</li><li>b</li></ul><p>end</p>"),
        ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. c", '<ol start="3"><li>c</li></ol>'),
        ("2026. A year", "<p>2026. A year</p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        (
            "[us](https://example.org/a?b=1&c=2)",
            f"<p>{LINK.format('https://example.org/a?b=1&amp;c=2', 'us')}</p>",
        ),
        ("[mail](mailto:a@example.org)", f"<p>{LINK.format('mailto:a@example.org', 'mail')}</p>"),
        (
            "See https://example.org/a, (www.example.org).",
            f"<p>See {LINK.format('https://example.org/a', 'https://example.org/a')}, "
            f"({LINK.format('http://www.example.org', 'www.example.org')}).</p>",
        ),
        ("example.org and a@example.org", "<p>example.org and a@example.org</p>"),
    ],
)
def test_render_of_typed_text_is(typed, html):
    assert render(typed) == html


@pytest.mark.parametrize(
    "typed, phrases, html",
    [
        ("I will kill you.", ["kill you"], "<p>I will <mark>kill you</mark>.</p>"),
        (
            "**kill you** kill you",
            ["kill you"],
            "<p><strong><mark>kill you</mark></strong> <mark>kill you</mark></p>",
        ),
        ("kill *you*", ["kill you"], "<p>kill <em>you</em></p>"),
        ('I\'ll <b> & "go"', ['I\'ll <b> & "go"'], '<p><mark>I\'ll &lt;b&gt; &amp; "go"</mark></p>'),
        (
            "a mark p href",
            ["mark", "p", "href"],
            "<p>a <mark>mark</mark> <mark>p</mark> <mark>href</mark></p>",
        ),
        (
            "https://x.example/p?a=1&p=3",
            ["p"],
            '<p><a href="https://x.example/p?a=1&amp;p=3" rel="nofollow ugc noopener">'
            "htt<mark>p</mark>s://x.exam<mark>p</mark>le/<mark>p</mark>?a=1&amp;<mark>p</mark>=3</a></p>",
        ),
    ],
)
def test_phrases_are_marked_in_the_words_and_nowhere_else(typed, phrases, html):
    assert render(typed, phrases) == html


def test_text_that_brings_its_own_mark_gets_none():
    assert render("<mark>look</mark>", ["look"]) == "<p>&lt;mark&gt;<mark>look</mark>&lt;/mark&gt;</p>"


def test_link_whose_words_name_another_address_shows_where_it_leads():
    shown = render("[https://bank.example](https://thief.example)")
    assert shown == f"<p>{LINK.format('https://thief.example', 'https://thief.example')}</p>"


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</p><script>alert(1)</script><p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](https:evil.example)",
    "[x](https:\\\\evil.example)",
    "[x](https://trusted.example@evil.example)",
    '[x](http://x" onmouseover="alert(1))',
    "[x](http://x' onmouseover='alert(1))",
    "[<img src=x onerror=alert(1)>](https://example.org)",
    "[a [b](https://x.org) c](javascript:alert(1))",
    'https://x.org/"onmouseover=alert(1)',
    "https://trusted.example@evil.example",
    "http://x.org/<script>alert(1)</script>",
    "**<b onclick=alert(1)>**",
    "- <script>alert(1)</script>",
    "1. <img src=x onerror=alert(1)>",
    "<style>@import 'http://evil.example'</style>",
    "<form action=http://evil.example><input name=x>",
    "<base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<p style='position:fixed'>",
    "<a id=constructor name=body>",
]
ALLOWED_TAG = re.compile(
    r'</?(?:p|strong|em|ul|li|ol)>|<br>|</a>|<ol start="\d{1,2}">'
    r'|<a href="(?:https?://|mailto:)[^"<>\s]+" rel="nofollow ugc noopener">'
)


@pytest.mark.parametrize("typed", PAYLOADS)
def test_hostile_text_leaves_no_tag_but_ours(typed):
    assert not re.search("[<>]", ALLOWED_TAG.sub("", render(typed)))


@pytest.mark.parametrize(
    "typed", [each for each in PAYLOADS if re.match(r"\[x\]\([^\"']*$", each) or "@evil" in each]
)
def test_hostile_address_becomes_no_link(typed):
    assert "<a " not in render(typed)


@pytest.mark.parametrize("typed", PAYLOADS)
def test_render_of_hostile_text_in_a_sentence_keeps_its_neighbours(typed):
    shown = render(f"before {typed} after")
    assert (shown[:10], shown.rstrip("</p>").rstrip()[-5:]) == ("<p>before ", "after")


@pytest.mark.parametrize(
    "typed, clean",
    [
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("abc\u202edef\u2066g\u2069", "abcdefg"),
        ("in\u200bvi\ufeffsi\u00adble", "invisible"),
        ("e\u0301", "é"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("  a  \n\n\n\n b\t", "a\n\n b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("a\u200d\u200d\u200d\u200db", "a\u200db"),
        ("Z" + "\u0335" * 50, "Z" + "\u0335" * 4),
        (7, "7"),
    ],
)
def test_plain_of_typed_text_is(typed, clean):
    assert plain(typed) == clean


def test_plain_of_clean_text_changes_nothing():
    text = plain("Ein Satz.\n\n- eins\n- zwei **fett**")
    assert plain(text) == text


def test_plain_of_endless_text_is_refused():
    with pytest.raises(Invalid):
        plain("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "typed, length, words",
    [
        ("Short.", 20, "Short."),
        ("- **One** and\n- _two_ [three](https://example.org)", 40, "One and two three"),
        ("Several words that go on", 14, "Several words…"),
        ("Several words, that go on", 15, "Several words…"),
        ("Unbreakableword", 8, "Unbreak…"),
        ("", 8, ""),
    ],
)
def test_excerpt_is_words_without_marks(typed, length, words):
    assert excerpt(typed, length) == words
    assert len(excerpt(typed, length)) <= length


@pytest.mark.parametrize("piece", PIECES)
def test_calls_to_render_grow_with_the_length_alone(piece):
    # Twice as long, twice the calls; four times would be the first quadratic step. Seconds are for the bench.
    assert _calls(repeated(piece, 8_000)) <= 2.1 * _calls(repeated(piece, 4_000)) + 500


def _calls(text):
    """How many functions, ours and the libraries', are called to render the text."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        render(text)
    finally:
        sys.setprofile(before)
    return counted
