"""Holds the lock files to their word: every requirement locked and hashed, no address of a registry."""

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parents[1] / "requirements"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links")


def asked(path):
    """The requirements of an .in file and of those it includes."""
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            yield from asked(path.parent / line[3:].strip())
        elif line:
            yield Requirement(line)


def problems_of(name):
    text = (FOLDER / f"{name}.txt").read_text()
    locked: dict[str, set[str]] = {}
    for package, version in LOCKED.findall(text):
        locked.setdefault(canonicalize_name(package), set()).add(version)
    for requirement in asked(FOLDER / f"{name}.in"):
        versions = locked.get(canonicalize_name(requirement.name), set())
        if not versions or not all(map(requirement.specifier.contains, versions)):
            yield f"{name}.txt: {requirement} is locked as {versions or 'nothing'}"
    entries = text.replace("\\\n", " ").splitlines()
    yield from (f"{name}.txt: no hash: {line}" for line in entries if "==" in line and "--hash=" not in line)
    if ADDRESS.search(text):
        yield f"{name}.txt names the address of a registry"


def main():
    problems = [
        problem for name in ("core", "production", "cluster", "pdf", "dev") for problem in problems_of(name)
    ]
    print("\n".join(problems) or "locks are complete, hashed and without addresses")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
