# Two commands are all a new machine needs: `make demo` and `make test`.
# They need Python 3.11 or newer, make, and the package registries; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What was installed is remembered by these marks; a changed manifest installs again.
MANIFESTS := pyproject.toml package.json package-lock.json hatch_build.py $(wildcard scss/*.scss)
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python

.PHONY: demo test check lint types contracts unit browser postgresql serve bench screenshots clean help

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

demo: $(VENV)/.run ## Install, build the reference study and its report, serve it (DEMO_SERVE=0: do not serve)
	$(BIN)/alongside demo $(if $(filter 0,$(DEMO_SERVE)),--no-serve)

test: $(VENV)/.test browser ## Install what tests need, the browser included, and run every check and test
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n auto --dist loadfile --durations=10
	$(MAKE) --no-print-directory postgresql

postgresql: $(VENV)/.test ## The tests of everything that is kept, on PostgreSQL
	$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest -n auto --dist loadfile \
	  -m "not browser" tests/web --ignore tests/web/publish

check: lint types contracts ## Style, types and architecture contracts

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

contracts: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test ## Run the tests that need no browser
	$(BIN)/python -m pytest -n auto -m "not browser"

browser: $(VENV)/.test
	$(BIN)/python tools/ensure_browser.py

serve: $(VENV)/.run ## Serve the reference study as it was last built
	$(BIN)/alongside serve studies/coproduction

bench: $(VENV)/.test ## Run every benchmark quickly
	for script in benchmarks/[a-z]*.py; do $(BIN)/python $$script --quick || exit 1; done

screenshots: $(VENV)/.test browser ## Make the pictures in docs/images again
	$(BIN)/python docs/screenshots.py

clean: ## Remove the environment and everything built
	rm -rf $(VENV) build dist src/alongside/web/static/vendor src/alongside/typeset/fonts

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Alongside needs Python 3.11 or newer. Try: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run: $(MANIFESTS) | $(BIN)/uv
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: $(MANIFESTS) | $(BIN)/uv
	$(INSTALL) --editable '.[test]'
	@touch $@ $(VENV)/.run
