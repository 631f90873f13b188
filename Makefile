# Everything runs from .venv, which the first target that needs it makes.
# `make demo` and `make test` are all a newcomer has to know.

SHELL := /bin/sh
VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
PORT  ?= 8080

.PHONY: help install demo test coverage lint format bench storm mutants lock clean

help: ## say what each target does
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /: /' | sort

install: $(READY) ## make .venv with everything in it

$(READY): requirements.lock pyproject.toml scripts/make-venv
	@sh scripts/make-venv $(VENV)
	@touch $@

demo: $(READY) ## the whole product in a browser, no account anywhere (PORT=8080)
	@$(BIN)/benefit-desk demo --port $(PORT)

test: $(READY) ## every test, the browser journeys too
	@sh scripts/find-browser $(BIN)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not storm" $(PYTEST_ARGS)

coverage: $(READY) ## the tests of core reach every line and branch of it
	@$(BIN)/python -m coverage run --source core -m pytest tests/core -q -m "not storm" \
		--ignore tests/core/test_kills.py $(PYTEST_ARGS)
	@$(BIN)/python -m coverage report --skip-covered --show-missing --fail-under 100

lint: $(READY) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## let ruff tidy the files
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) ## ratios against a peer measured in the same run
	@$(BIN)/python -m benchmarks

storm: $(READY) ## the slow storms, then the mutants
	@$(BIN)/python -m pytest -m storm --timeout 3600 $(PYTEST_ARGS)
	@$(MAKE) --no-print-directory mutants

# Every test writes a store to its disk; where there is a folder in memory, that is no wait.
mutants: $(READY) ## the tests kill nine of ten small changes to core (an hour on two cores)
	@rm -rf mutants
	@TMPDIR=$$(test -w /dev/shm && echo /dev/shm || echo $${TMPDIR:-/tmp}) $(BIN)/mutmut run
	@$(BIN)/python -m tests.mutants

lock: $(READY) ## pin the versions anew (needs uv)
	@uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean: ## remove .venv and the caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis mutants
