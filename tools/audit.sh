#!/usr/bin/env bash
# Has pages judged by the Nu HTML checker and by Lighthouse; brings both into DATA_DIR/audit, versions pinned.
set -uo pipefail
cd "$(dirname "$0")/.."

folder="${DATA_DIR:-var}/audit"
# What each program comes with on Debian.
declare -A packages=([java]=default-jre-headless [node]=nodejs [npm]=npm)
missing=()
find_missing() {
  missing=()
  for program in java node npm; do command -v "$program" >/dev/null || missing+=("$program"); done
}
find_missing
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]}"
  wanted=(); for program in "${missing[@]}"; do wanted+=("${packages[$program]}"); done
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >/dev/null 2>&1
  find_missing
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo "make audit needs ${missing[*]}: the Nu HTML checker runs on Java 11 or newer, Lighthouse on Node.js 18 or newer."
  echo "On Debian, as root, it installs them itself: ${packages[*]}"
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
