#!/usr/bin/env bash
# Runs every test there is a machine for; fails when one fails, or when the browser cannot be had.
set -uo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
workers=${TEST_WORKERS:-$((cores < 8 ? cores : 8))}
postgresql=${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres}
redis=${TEST_REDIS_URL:-redis://127.0.0.1:6379/9}
failed=()

run() {  # title, then the command
  echo
  echo "== $1"
  shift
  "$@"
  local code=$?
  # pytest ends with 5 when it collected nothing: that is a failure here too.
  [ "$code" -eq 0 ] || failed+=("$*")
}

# Where Python keeps no compiled modules, each of a hundred processes would compile all of them anew.
unset DATABASE_URL REDIS_URL PYTHONDONTWRITEBYTECODE
run "fast tests on SQLite, and those with reference data" \
  $python -m pytest -m "fast or (shared and not slow)" -n "$workers" -q

if $python tools/reachable.py "$postgresql" "$redis"; then
  run "fast tests on PostgreSQL and Redis" \
    env DATABASE_URL="$postgresql" REDIS_URL="$redis" $python -m pytest -m "fast and not pure" -n "$workers" -q
else
  echo
  echo "== PostgreSQL and Redis are not reachable: the fast tests ran on SQLite only"
fi

if [ -n "${SLOW:-}" ]; then
  run "slow tests" $python -m pytest -m slow -q
fi

if CHROMIUM=$($python tools/find_chromium.py); then
  export CHROMIUM
  run "tests in Chromium" $python -m pytest tests/browser -m browser -n "$workers" -q
else
  failed+=("tests in Chromium: no browser")
fi

echo
if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
fi
echo "All test runs passed."
