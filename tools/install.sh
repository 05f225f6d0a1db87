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
touch ".venv/.$set_name"
[ "$set_name" = core ] || touch .venv/.core
