#!/usr/bin/env bash
# Has pages judged by the Nu HTML checker and by Lighthouse; brings both into DATA_DIR/audit, versions pinned.
set -uo pipefail
cd "$(dirname "$0")/.."

folder="${DATA_DIR:-var}/audit"
missing=()
for program in java node npm; do command -v "$program" >/dev/null || missing+=("$program"); done
if [ ${#missing[@]} -gt 0 ]; then
  echo "make audit needs ${missing[*]}: the Nu HTML checker runs on Java 11 or newer, Lighthouse on Node.js 18 or newer."
  echo "On Debian: apt-get install default-jre-headless nodejs npm"
  exit 1
fi
CHROMIUM=$(.venv/bin/python tools/find_chromium.py) || exit 1

mkdir -p "$folder"
if ! cmp -s tools/audit/package.json "$folder/package.json"; then
  cp tools/audit/package.json "$folder/package.new"
  (cd "$folder" && mv package.new package.json && npm install --no-package-lock --no-audit --no-fund --loglevel=error) || {
    rm -f "$folder/package.json"
    echo "The checkers could not be installed: npm reached no registry."
    exit 1
  }
fi

export CHROMIUM AUDIT_FOLDER="$(cd "$folder" && pwd)"
exec .venv/bin/python -m pytest tests/browser/states/audit_pages.py -m browser -q -s "$@"
