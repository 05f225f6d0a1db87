"""Prints the path of a Chromium: $CHROMIUM, the PATH, Debian's package, Playwright's own; or fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = """No Chromium was found, and none could be installed.
Set CHROMIUM to the path of one, or install it:
  apt-get install chromium      or      .venv/bin/playwright install chromium"""


def named():
    given = os.environ.get("CHROMIUM", "")
    if given and not shutil.which(given):
        sys.exit(f"CHROMIUM is set to {given}, which cannot be run.")
    return shutil.which(given) if given else None


def on_path():
    return next(filter(None, map(shutil.which, NAMES)), None)


def from_debian():
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if subprocess.run(
            command, **quiet, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        ).returncode:
            return None
    return on_path()


def from_playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        if subprocess.run(command, stdout=sys.stderr).returncode:
            return None
    return path if Path(path).exists() else None


def find():
    """The path of a Chromium that can be run; ends the process with words when there is none."""
    path = named() or on_path() or from_debian() or from_playwright()
    if not path:
        sys.exit(MISSING)
    return path


if __name__ == "__main__":
    print(find())
