"""One more language, begun in a copy of the checkout: offered, switched to, and dated in its own words."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed"),
]
PROGRAM = """
import re, sys
from django.conf import settings
from django.test import Client
from django.urls import translate_url
from django.utils.translation import override
from datetime import date
from consult.templatetags.dates import day
print([code for code, _name in settings.LANGUAGES])
print([code for code, _name in settings.CONSULT_CONTRIBUTION_LANGUAGES])
print(translate_url("/proposals/7/", "pl"))
with override("pl"):
    print(day(date(2026, 12, 1)))
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("language") / "checkout"
    left_out = shutil.ignore_patterns(".*", "var", "tests", "docs", "__pycache__")
    shutil.copytree(settings.BASE_DIR, folder, ignore=left_out)
    return folder


def begin(checkout, code):
    run = [sys.executable, "-m", "tools.language", code]
    return subprocess.run(run, cwd=checkout, capture_output=True, text=True, timeout=300)


def test_language_that_is_begun_is_offered_and_says_dates(checkout, tmp_path):
    catalogue = checkout / "consult" / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    assert begin(checkout, "PL").returncode == 0
    assert "nplurals=4" in catalogue.read_text()
    catalogue.write_text(
        catalogue.read_text().replace('msgid "j F Y"\nmsgstr ""', 'msgid "j F Y"\nmsgstr "j E Y"')
    )
    compiled = [sys.executable, "manage.py", "compilemessages", "--locale", "pl"]
    subprocess.run(compiled, cwd=checkout, check=True, capture_output=True)
    asked = [sys.executable, "-c", f"import django; django.setup()\n{PROGRAM}"]
    told = subprocess.run(asked, cwd=checkout, check=True, capture_output=True, text=True)
    assert told.stdout.splitlines()[-4:] == [
        "['en', 'fr', 'pl']",
        "['en', 'fr', 'pl', 'de', 'es']",
        "/pl/proposals/7/",
        "1 grudnia 2026",
    ]


@pytest.mark.parametrize("code", ["zz", "en", "fr", "", "../de"])
def test_what_is_no_new_language_makes_nothing(checkout, code):
    before = sorted(path.name for path in (checkout / "consult" / "locale").iterdir())
    told = begin(checkout, code)
    assert (told.returncode, told.stdout) == (1, "")
    assert "language" in told.stderr or "speaks" in told.stderr
    assert sorted(path.name for path in (checkout / "consult" / "locale").iterdir()) == before
