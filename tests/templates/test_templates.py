"""Every template compiles, and none carries what the content policy forbids."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2] / "templates"
PAGES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.*") if path.suffix in (".html", ".txt"))
STAND_ALONE = {"themes/report_file.html"}  # written to a file that people keep, never served as a page
SEEN_IN_BROWSER = [
    name for name in PAGES if name.endswith(".html") and "email/" not in name and name not in STAND_ALONE
]


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name):
    assert get_template(name).origin.template_name == name


@pytest.mark.parametrize("name", SEEN_IN_BROWSER)
def test_page_has_no_inline_style_or_script(name):
    text = (ROOT / name).read_text()
    scripts = re.findall(r"<script\b[^>]*>", text)
    running = [tag for tag in scripts if "src=" not in tag and 'type="application/json"' not in tag]
    assert running == []
    assert re.findall(r'\sstyle="|<style\b|\son[a-z]+="', text) == []


@pytest.mark.parametrize("name", SEEN_IN_BROWSER)
def test_page_names_the_attributes_of_htmx_as_html_allows(name):
    assert re.findall(r"\shx-[a-z]+", (ROOT / name).read_text()) == []
