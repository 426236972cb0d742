# Every task of this repository. `make` or `make help` lists them.

PYTHON ?= python3
BIN    := .venv/bin
STAMP  := .venv/ready

# pip stays quiet and never asks anything. Which registry it uses is this machine's business, so none is named here.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore

# One sentence when this machine's Python will not do, nothing when it will.
PYTHON_LACKS = $(shell command -v $(PYTHON) >/dev/null 2>&1 \
	&& $(PYTHON) deploy/check_python.py \
	|| command -v $(PYTHON) >/dev/null 2>&1 \
	|| echo "There is no $(PYTHON) here: install the packages python3 and python3-venv, Python 3.11 or newer")

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs bench coach drill lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## build .venv from the hashed lock (again only when the lock or pyproject.toml has changed)

# `.venv/unfinished` stands while pip works. If it is still there, the last setup was interrupted and starts afresh.
$(STAMP): requirements-dev.txt pyproject.toml
	$(if $(PYTHON_LACKS),$(error $(PYTHON_LACKS)))
	@if [ -e .venv/unfinished ] || ! $(BIN)/python deploy/check_python.py >/dev/null 2>&1 \
		|| ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		echo "Making .venv ..."; $(PYTHON) -m venv --clear .venv; fi
	@touch .venv/unfinished
	@echo "Installing the locked requirements; the first time takes about a minute ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@rm .venv/unfinished
	@touch $@
	@echo "Ready: $$($(BIN)/python --version), in .venv."

demo: $(STAMP) ## run Mend with an invented workspace; prints the address to open
	@$(BIN)/mend demo

test: $(STAMP) ## the whole test suite; what needs PostgreSQL or Chromium is skipped where there is none
	@$(BIN)/python -m pytest -n 4 --dist worksteal

check: $(STAMP) ## format, lint, types, architecture, generated documents, unit tests
	@echo "format";       $(BIN)/ruff format --check --quiet . || { echo "make format puts that right."; exit 1; }
	@echo "lint";         $(BIN)/ruff check --quiet .
	@echo "types";        $(BIN)/mypy
	@echo "architecture"; $(BIN)/lint-imports --no-logo
	@echo "documents";    $(BIN)/python -m deploy.docs --check
	@echo "unit tests";   $(BIN)/python -m pytest tests/unit

format: $(STAMP) ## format the code and put right what ruff can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

docs: $(STAMP) ## write the generated parts of ARCHITECTURE.md anew
	@$(BIN)/python -m deploy.docs

bench: $(STAMP) ## measure, and keep the last table in ARCHITECTURE.md
	@$(BIN)/python -m deploy.bench --write

coach: $(STAMP) ## train the wording coach anew from its sentences and tables: a minute or two
	@$(BIN)/python -m deploy.coach_training

drill: $(STAMP) ## kills, outages and storms, at full length
	@MEND_DRILL_FULL=1 $(BIN)/python -m pytest tests/drills -s

# The tool that writes the locks has an environment of its own, under build/. No index, address or path gets into them.
LOCK = CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options pyproject.toml
lock: ## newest versions that fit pyproject.toml into requirements*.txt (on the oldest Python that Mend supports)
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet pip-tools==7.6.2
	@$(LOCK) --output-file requirements.txt </dev/null
	@$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt </dev/null

clean: ## remove .venv, caches and what the demo left
	@rm -rf .venv build *.egg-info .demo .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
