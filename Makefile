# The commands of a working copy: make demo, make test, make handbook, make bench, make mutate.
PYTHON ?= python3
PYTEST_ARGS ?=
MUTATE_ARGS ?=
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input

export PIP_ROOT_USER_ACTION := ignore

.PHONY: demo test handbook bench mutate venv clean
.DEFAULT_GOAL := demo

demo: $(STAMP)
	$(BIN)/zhibu demo --serve

# Tests that need PostgreSQL or a browser are named at the end when it is missing; ZHIBU_REQUIRE_ALL=1 makes that a failure.
test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --scenarios var/scenarios.json $(PYTEST_ARGS)

# Runs every scenario and writes the handbook with the results into var/handbook; a scenario that fails is shown as failed.
handbook: $(STAMP)
	-$(BIN)/python -m pytest -q -n 2 tests/*/test_features.py --scenarios var/scenarios.json
	$(BIN)/zhibu handbook var/handbook --scenarios var/scenarios.json --force

bench: $(STAMP)
	$(BIN)/python -m bench

# Half an hour: every small wrong change to the rules must be noticed by a test, but those in docs/mutants.md. Writes nothing.
mutate: $(STAMP)
	$(BIN)/python -m tests.mutants $(MUTATE_ARGS)

venv: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Python 3.11 or newer is needed, not %d.%d; try make PYTHON=python3.12" % v[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (about half a minute the first time) ..."
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis .coverage htmlcov build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
