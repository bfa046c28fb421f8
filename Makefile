.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .venv/bin/uv
SETUP := .venv/.ready

.PHONY: help setup test lint clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(SETUP) ## Install everything into .venv

$(SETUP): pyproject.toml uv.lock
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.9.30
	$(UV) sync --quiet --locked
	touch $@

lint: $(SETUP) ## Formatting, lint, types, import arrows
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	.venv/bin/lint-imports

test: $(SETUP) lint ## Every check and every test
	.venv/bin/python -m pytest

clean: ## Remove what the commands above made
	rm -rf .venv build
