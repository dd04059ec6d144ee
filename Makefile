# Nothing but Python ≥ 3.11 and make is assumed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed "s/:.*## /\t/"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tingxin needs Python 3.11 or newer; PYTHON=/path/to/python3 make … chooses one." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV) (about two minutes the first time) …"
	@$(PIP) install -c constraints.txt torch
	@$(PIP) install -c constraints.txt -e .
	@# The weights that tell voices apart. Its own dependencies are not needed, and one builds only with old tools.
	@$(PIP) install -c constraints.txt --no-deps resemblyzer
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt $(VENV)/.run
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

run: $(VENV)/.run ## set up, load the demo, start worker and web app
	@$(BIN)/tingxin demo
	@$(BIN)/tingxin serve

test: $(VENV)/.dev ## every test
	$(BIN)/python -m pytest

check: $(VENV)/.dev ## ruff, mypy, layers, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_docs.py

bench: $(VENV)/.dev ## the benchmarks, one table with ratios
	$(BIN)/python -m benchmarks

lock: $(VENV)/.dev ## write constraints.txt from what is installed
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > constraints.txt

clean: ## remove the environment and caches (never var/)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
