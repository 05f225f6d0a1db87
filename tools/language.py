"""Begins one more language of the interface: an empty catalogue under the name Django gives it."""

import subprocess
import sys
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "en"
OPTIONS = {
    "makemessages": ["--no-obsolete", "--add-location=file", "--ignore=tests"],
    "compilemessages": [],
}


def locale_of(code):
    """`pt-br`, `PT_BR` -> `pt_BR`; exits for what Django does not know, and for what is there already."""
    code = code.strip().lower().replace("_", "-")
    known = sorted(each for each, about in LANG_INFO.items() if "name" in about)
    if code not in known:
        sys.exit(f"No language is known as “{code}”. Known are: {', '.join(known)}.")
    locale = to_locale(code)
    if code == SOURCE or (ROOT / "consult" / "locale" / locale).exists():
        sys.exit(f"The interface speaks “{code}” already. To collect new texts: make messages")
    return locale


def begin(locale):
    """Collect the texts, and compile, since only a compiled catalogue is offered."""
    folder = ROOT / "consult" / "locale" / locale / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for command, options in OPTIONS.items():
        run = [sys.executable, "manage.py", command, "--locale", locale, *options]
        subprocess.run([*run, "--ignore=.venv", "--ignore=var"], cwd=ROOT, check=True)
    return folder / "django.po"


if __name__ == "__main__":
    catalogue = begin(locale_of(sys.argv[1] if len(sys.argv) > 1 else ""))
    print(f"Translate {catalogue.relative_to(ROOT)}, then: make messages")
