# Python 3.11 or newer and make are all this asks for.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
DATA_DIR ?= var
export DATA_DIR PORT
# Without compiled files every start compiles a thousand modules anew.
unexport PYTHONDONTWRITEBYTECODE

help:  ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.core  ## Make the environment in .venv

$(VENV)/.core: requirements/core.txt
	@tools/install.sh core "$(PYTHON)"

$(VENV)/.dev: requirements/dev.txt
	@tools/install.sh dev "$(PYTHON)"

$(VENV)/.pdf: requirements/pdf.txt
	@tools/install.sh pdf "$(PYTHON)"

pdf: $(VENV)/.pdf  ## Add what makes reports as PDF (needs Pango: libpango-1.0-0 and libpangoft2-1.0-0 on Debian)

demo: $(VENV)/.core  ## Set everything up, then serve a demo consultation (PORT= changes the port)
	@DEMO=1 DEBUG=0 $(BIN)/python manage.py demo

test: $(VENV)/.dev  ## Run the tests: fast on SQLite, again on PostgreSQL and Redis if reachable, then in Chromium
	@tools/test.sh

check: $(VENV)/.dev  ## Check format, lint, imports, types, migrations, settings, sizes and locks
	@tools/check.sh

audit: $(VENV)/.dev  ## Have every page judged by the Nu HTML checker and the main ones by Lighthouse (needs Java and Node.js)
	@tools/audit.sh

transcripts: $(VENV)/.dev  ## Write down anew what a screen reader meets on twelve journeys; read the difference before you commit
	@CHROMIUM="$$($(BIN)/python tools/find_chromium.py)" RENEW_TRANSCRIPTS=1 \
	  $(BIN)/pytest tests/browser/states/test_transcripts.py -m browser -q

screenshots: $(VENV)/.dev  ## Take a picture of every page of the demonstration into docs/screenshots
	@$(BIN)/python -m tools.screenshots

bench: $(VENV)/.dev  ## Measure against the stated goals
	@$(BIN)/pytest tests/bench/bench_*.py -m "" -q -s

# `SECONDS` is bash's own name: it goes on under another.
soak: $(VENV)/.dev  ## Keep 500 pages, 20 comments and 50 votes a second for ten minutes on PostgreSQL and Redis (SECONDS=)
	@SECONDS_TO_SOAK=$(SECONDS) $(BIN)/python -m tests.soak.run

faults: $(VENV)/.dev  ## Kill processes, stop servers, fill the disk, and recount (as root; FAULT=redis runs some)
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest tests/faults -m slow -q -s $(if $(FAULT),-k "$(FAULT)")

lock: $(VENV)/.dev  ## Renew the hashed lock files from requirements/*.in
	@for name in core production cluster pdf dev; do \
	  $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --no-annotate -q requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

messages: $(VENV)/.core  ## Collect the texts for translators and compile what they wrote (needs gettext)
	@command -v xgettext >/dev/null || { echo "make messages needs GNU gettext: install your system's package gettext"; exit 1; }
	@$(BIN)/python manage.py makemessages --all --no-obsolete --add-location=file \
	  --ignore=$(VENV) --ignore=var --ignore=tests
	@$(BIN)/python manage.py compilemessages --ignore=$(VENV) --ignore=var

language: $(VENV)/.core  ## Begin one more language of the interface (CODE=de; needs gettext)
	@test -n "$(CODE)" || { echo "Say which: make language CODE=de"; exit 1; }
	@command -v xgettext >/dev/null || { echo "make language needs GNU gettext: install your system's package gettext"; exit 1; }
	@$(BIN)/python -m tools.language "$(CODE)"

clean:  ## Remove the demo's data and all caches, not the environment
	@rm -rf var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage .coverage.*

.PHONY: help install pdf demo test check audit transcripts screenshots bench soak faults lock messages language clean
