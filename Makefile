# `make run` serves the product with the real outlets; `make test` checks everything.
# Both set up what they need; PYTHON names another interpreter (3.11 or newer).

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
THREADS ?= 8
export STATE_DIR ?= var

# `python -m` everywhere: scripts with a long or blank-holding path in their first line do not run.
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
STAMPS := $(VENV)/.stamps
CATALOGS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev data static run lint test coverage bench requirements messages gazetteer clean

help:
	@echo "make run    set up and serve the locator on http://$(HOST):$(PORT)/"
	@echo "make test   set up, check style and types, run all tests"
	@echo "make bench  print the benchmarks' ratios (some minutes)"

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3.x ..."; exit 1; }
	@$(PYTHON) -m venv "$(VENV)" || \
	  { echo "Python's venv module is missing (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@mkdir -p "$(STAMPS)" && touch "$@"

$(STAMPS)/requirements: requirements.txt $(STAMPS)/venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch "$@"

$(STAMPS)/requirements-dev: requirements-dev.txt $(STAMPS)/requirements
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch "$@"

# Compiled by Babel, so that nobody needs gettext's programs to run the product.
%.mo: %.po $(STAMPS)/requirements
	$(PY) -m babel.messages.frontend compile --input-file "$<" --output-file "$@"

setup: $(STAMPS)/requirements $(CATALOGS)

setup-dev: setup $(STAMPS)/requirements-dev

# Hashing and compressing takes seconds, so it is done when something changed. Redoc and the
# browsable API are not served.
static: setup
	@manifest="$$STATE_DIR/static/staticfiles.json"; \
	if [ ! -e "$$manifest" ] || \
	   [ -n "$$(find sites/static sites/styles requirements.txt -type f -newer "$$manifest" | head -n 1)" ]; then \
	  $(MANAGE) collectstatic --noinput --verbosity 0 --ignore redoc --ignore rest_framework; fi

# The table is that of 江津区 (500116), whichever region pages start with; it is imported once.
data: setup
	@$(MANAGE) prepare data/service_points.csv --region 500116

run: export ALLOWED_HOSTS ?= localhost,127.0.0.1,[::1],$(HOST)
run: data static
	@echo
	@echo "  The list         http://$(HOST):$(PORT)/"
	@echo "  The map          http://$(HOST):$(PORT)/map/"
	@echo "  The API          http://$(HOST):$(PORT)/api/docs/"
	@echo "  The staff desk   http://$(HOST):$(PORT)/desk/"
	@echo "  A staff account  $(MANAGE) createsuperuser"
	@echo
	@exec $(PY) -m gunicorn locator.wsgi --config python:locator.serving --bind $(HOST):$(PORT) --worker-class gthread \
	  --threads $(THREADS) --limit-request-line 8190 --log-level warning

lint: setup-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'
	$(PY) -m djlint --check --lint --quiet sites/templates
	$(MANAGE) makemigrations --check --dry-run
	$(PY) -m tools.messages --check
	$(PY) -m tools.draw_rooms --check
	tools/scripts/npm-run lint

test: lint
	tools/scripts/npm-run test
	$(PY) -m pytest --durations=15

# Which lines the tests reach; it takes half as long again.
coverage: setup-dev
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

bench: setup-dev
	@for bench in $$(grep -l __main__ bench/*.py); do \
	  echo "== $$bench"; $(PY) -m "bench.$$(basename "$$bench" .py)" || exit 1; done

# For developers: uv resolves, pip installs.
requirements:
	for name in requirements requirements-dev requirements-data .ci/requirements-peer; do \
	  uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --quiet --output-file "$$name.txt" "$$name.in" || exit 1; done

messages: setup-dev
	$(PY) -m tools.messages

# For developers: makes data/gazetteer/ anew.
gazetteer: setup-dev
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-data.txt
	$(PY) -m tools.build_gazetteer

clean:
	rm -rf "$(VENV)" .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
	rm -f $(CATALOGS)
