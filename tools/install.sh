#!/usr/bin/env bash
# Makes .venv from a hashed lock: by uv when it can be had, by pip otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."

set_name=$1
python=${2:-python3}
lock=requirements/$set_name.txt

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed; '$python' is not. Name another: make PYTHON=python3.12 ..." >&2
  exit 1
fi
if [ ! -x .venv/bin/python ]; then
  echo "Making the environment in .venv"
  "$python" -m venv .venv || { echo "The venv module is missing: install your system's python3-venv." >&2; exit 1; }
fi

echo "Installing $lock"
if [ -x .venv/bin/uv ] || .venv/bin/pip install -q --disable-pip-version-check uv >/dev/null 2>&1; then
  .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
else
  .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r "$lock"
fi

# What sets the text of PDFs is no Python package; everything but PDFs works without it.
pango="libpango-1.0-0 libpangoft2-1.0-0"
if [ "$set_name" != core ] && ! .venv/bin/python -c 'import importlib.util as u; u.find_spec("weasyprint") and __import__("weasyprint")' >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086
    { apt-get install -qy $pango || { apt-get update -q && apt-get install -qy $pango; }; } >/dev/null
  else
    echo "Reports as PDF need your system's Pango. On Debian and Ubuntu: apt-get install $pango" >&2
  fi
fi
touch ".venv/.$set_name"
[ "$set_name" = core ] || touch .venv/.core
