"""The style sheets keep their promises: contrast, both directions of writing, size, layers."""

import re
from pathlib import Path

import pytest

from consult.contrast import TEXT, contrast, mix

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "consult" / "static" / "consult"
SHEETS = sorted((STATIC / "css").glob("*.css"))
APPS = [ROOT / app for app in ("consult", "proposals", "proposals/themes", "moderation", "cms")]
SCRIPTS = sorted(script for app in APPS for script in app.glob("static/*/js/**/*.js"))
LAYERS = "@layer reset, tokens, base, layout, components, pages, utilities, print;"
# Residents load everything but what stands in the staff's sheet and scripts, which have a bound of their own.
STAFF_SHEETS, STAFF_SCRIPTS, STAFF_APPS = {"staff.css"}, {"keys.js"}, {"moderation", "themes"}
MOST_CSS, MOST_SCRIPT = 45 * 1024, 25 * 1024
MOST_STAFF_CSS, MOST_STAFF_SCRIPT = 15 * 1024, 20 * 1024

# front, back, measured in light, measured in dark
PAIRS = [
    ("ink", "paper", 17.2, 15.1),
    ("ink", "canvas", 15.8, 16.2),
    ("ink-2", "paper", 7.6, 8.8),
    ("ink-2", "canvas", 6.9, 9.4),
    ("ink-2", "sunk", 6.5, 7.9),
    ("ink-2", "action-tint", 6.6, 6.6),
    ("action", "paper", 9.6, 9.2),
    ("action", "canvas", 8.8, 9.8),
    ("action", "action-tint", 8.4, 6.9),
    ("on-action", "action", 9.6, 9.4),
    ("on-bar", "bar", 13.7, 16.3),
    ("signal", "bar", 7.2, 8.5),
    ("edge", "paper", 4.0, 5.0),
    ("edge", "canvas", 3.7, 5.4),
    ("agree", "paper", 6.3, 8.6),
    ("agree", "agree-tint", 5.5, 7.2),
    ("disagree", "paper", 5.5, 8.4),
    ("disagree", "disagree-tint", 4.8, 7.1),
    ("pass", "paper", 5.5, 7.4),
    ("good", "good-tint", 5.9, 8.2),
    ("warn", "warn-tint", 6.2, 8.6),
    ("bad", "bad-tint", 6.0, 8.0),
    ("bad", "paper", 6.9, 8.9),
    ("ink", "warn-tint", 15.3, 12.3),
    ("line", "paper", 1.4, 1.5),
]
MARKS = {"edge", "line"}  # never text


def rules_of(sheet):
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)


def declared():
    """Every custom property of the token sheet, as it is first written on :root."""
    text = (STATIC / "css" / "tokens.css").read_text()
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;}]+)", text):
        found.setdefault(name, value.strip())
    return found


def split_arguments(text):
    """The arguments of a CSS function, minding the parentheses within."""
    parts, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    return [*parts, text[start:].strip()]


def colour(value, scheme, tokens):
    """The colour a value comes to in the light or the dark scheme."""
    function, _, rest = value.partition("(")
    arguments = split_arguments(rest[:-1]) if rest else []
    if function == "light-dark":
        return colour(arguments[scheme == "dark"], scheme, tokens)
    if function == "var":
        return colour(tokens[arguments[0].removeprefix("--")], scheme, tokens)
    if function == "color-mix":
        front, share = arguments[1].rsplit(" ", 1)
        base = colour(arguments[2], scheme, tokens)
        return mix(colour(front, scheme, tokens), float(share.rstrip("%")) / 100, base)
    return value


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "light", "dark"), PAIRS)
def test_pair_keeps_its_contrast(front, back, light, dark, scheme):
    tokens = declared()
    ratio = contrast(*(colour(f"var(--{name})", scheme, tokens) for name in (front, back)))
    assert ratio == pytest.approx({"light": light, "dark": dark}[scheme], abs=0.06)
    if front not in MARKS:
        assert ratio >= TEXT


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_names_no_physical_side(sheet):
    rules = rules_of(sheet)
    assert re.findall(r"(?:[{;]|^)\s*[\w-]*\b(?:left|right)\b[\w-]*\s*:", rules, flags=re.M) == []
    assert re.findall(r"(?:text-align|float|clear)\s*:\s*(?:left|right)", rules) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_shorthands_give_both_sides_the_same(sheet):
    uneven = []
    for name, value in re.findall(r"\b(padding|margin|inset|border-width)\s*:\s*([^;}]+)", sheet.read_text()):
        parts = split_arguments(re.sub(r"\s+(?![^(]*\))", ",", value.strip()))
        if len(parts) == 4 and parts[1] != parts[3]:
            uneven.append(f"{name}: {value}")
    assert uneven == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheet_needs_no_important_and_no_request(sheet):
    text = rules_of(sheet)
    assert [word for word in ("!important", "@import", "url(", "http") if word in text] == []


def test_layers_are_ordered_once_in_the_first_sheet():
    first = (STATIC / "css" / "tokens.css").read_text()
    assert LAYERS in first
    assert {name for sheet in SHEETS for name in re.findall(r"@layer (\w+) \{", sheet.read_text())} == set(
        re.findall(r"\w+", LAYERS.removeprefix("@layer"))
    )


def octets(files):
    return sum(len(file.read_bytes()) for file in files)


def is_staffs(script):
    return script.name in STAFF_SCRIPTS or any(part in STAFF_APPS for part in script.relative_to(ROOT).parts)


def test_sheets_of_public_pages_keep_the_budget():
    assert octets(sheet for sheet in SHEETS if sheet.name not in STAFF_SHEETS) <= MOST_CSS


def test_sheets_of_staff_pages_keep_theirs():
    assert octets(sheet for sheet in SHEETS if sheet.name in STAFF_SHEETS) <= MOST_STAFF_CSS


def test_own_scripts_of_public_pages_keep_the_budget():
    assert octets(script for script in SCRIPTS if not is_staffs(script)) <= MOST_SCRIPT


def test_own_scripts_of_staff_pages_keep_theirs():
    assert octets(filter(is_staffs, SCRIPTS)) <= MOST_STAFF_SCRIPT


def test_only_one_script_opens_a_socket():
    opening = [path.name for path in SCRIPTS if "new WebSocket" in path.read_text()]
    assert opening == ["socket.js"]
