#!/usr/bin/env bash
# Runs every check, even after one failed, and names those that did.
set -uo pipefail
cd "$(dirname "$0")/.."

export DATA_DIR=${DATA_DIR:-var}
bin=.venv/bin
failed=()

check() {  # title, then the command
  local title=$1 output code
  shift
  output=$("$@" 2>&1)
  code=$?
  if [ "$code" -eq 0 ]; then
    echo "ok      $title"
  else
    echo "FAILED  $title"
    printf '%s\n' "$output" | tail -n 60
    failed+=("$title")
  fi
}

deploy_check() {
  env -u DEMO -u DEBUG DJANGO_SETTINGS_MODULE=consult.settings.production \
    SECRET_KEY="$($bin/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    ALLOWED_HOSTS=consult.example DATABASE_URL=postgres://consult@localhost/consult \
    REDIS_URL=redis://localhost $bin/python manage.py check --deploy --fail-level WARNING
}

check "format" $bin/ruff format --check --quiet .
check "lint" $bin/ruff check --quiet .
check "templates" $bin/djlint templates --lint --quiet
check "imports" $bin/lint-imports
# Where a wrong type would change rows, rights or figures; Django's forms and views gain little from it.
check "types" $bin/mypy consult/*.py consult/actions {proposals,moderation,cms}/actions {proposals,moderation}/rules.py proposals/events.py \
  proposals/themes/actions proposals/themes/rules.py proposals/themes/clustering
check "migrations" env -u DATABASE_URL $bin/python manage.py makemigrations --check --dry-run
check "settings for production" deploy_check
check "sizes" $bin/python tools/sizes.py
check "locks" $bin/python tools/locks.py

if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
fi
echo "All checks passed."
