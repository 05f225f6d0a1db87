"""The import contracts hold, and each of them notices a planted fault."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PACKAGES = ("consult", "proposals", "moderation", "cms")


def lint(folder):
    """What import-linter says about the sources in a folder."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def sources(tmp_path):
    """A copy of the sources in which a test may plant a fault."""
    for name in PACKAGES:
        shutil.copytree(
            settings.BASE_DIR / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("static", "locale", "__pycache__"),
        )
    shutil.copy(settings.BASE_DIR / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_sources_keep_every_contract():
    code, output = lint(settings.BASE_DIR)
    assert code == 0, output


@pytest.mark.slow
@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("consult/clock.py", "import proposals.enums", "Floors"),
        ("proposals/rules.py", "import moderation.models", "Floors"),
        ("moderation/models/__init__.py", "import cms.models", "Floors"),
        ("proposals/rules.py", "import proposals.themes.models", "Within proposals, themes"),
        ("consult/models/body.py", "import consult.actions.log", "Inside an app"),
        ("proposals/querysets.py", "import proposals.models", "Inside an app"),
        ("consult/accounts/models.py", "import consult.models", "Within consult, accounts"),
        ("moderation/models/__init__.py", "import proposals.themes.models", "Moderation and themes"),
        ("proposals/themes/clustering/__init__.py", "import django.conf", "Clustering is mathematics"),
        ("proposals/rules.py", "import bleach", "Only the text seam"),
        ("proposals/rules.py", "import channels.layers", "Only events"),
    ],
)
def test_planted_fault_breaks_its_contract(sources, file, line, contract):
    path = sources / file
    path.write_text(f"{path.read_text()}\n\n{line}\n")
    code, output = lint(sources)
    broken = [each for each in output.splitlines() if " BROKEN" in each]
    assert code == 1, output
    assert any(each.startswith(contract) for each in broken), output
