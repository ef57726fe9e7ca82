.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# The newest Python on this machine that is 3.11 or later.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
NAME ?= hot_variant

.PHONY: help demo test check bench lock format clean

help: ## Show this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: .venv/.shop ## Run a whole shop here: database, catalogue, storefront, console, payments, mailbox
	@exec $(BIN)/shopwright demo

test: .venv/.dev check ## Everything CI runs: checks, tests, browser walks
	@$(BIN)/python scripts/run_tests.py

check: .venv/.dev ## The fast half: format, lint, types, imports, tidy, templates
	@$(BIN)/ruff format --check -q . && echo "format   ok"
	@$(BIN)/ruff check -q . && echo "lint     ok"
	@$(BIN)/lint-imports --no-cache >/tmp/.shopwright-imports.$$$$ 2>&1 && echo "imports  ok" || { cat /tmp/.shopwright-imports.$$$$; exit 1; }
	@$(BIN)/mypy --no-error-summary && echo "types    ok"
	@$(BIN)/python -m pytest tests/architecture -q

bench: .venv/.dev ## Run one workload: make bench NAME=hot_variant
	@$(BIN)/python -m benchmarks.$(NAME)

format: .venv/.dev ## Format the tree and mend what can be mended by rule
	@$(BIN)/ruff check -q --fix-only .; $(BIN)/ruff format -q .

lock: .venv/.dev ## Make the requirement locks anew
	@cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header shop.in -o shop.lock
	@cd requirements && ../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header dev.in -o dev.lock

clean: ## Remove the environment and every cache; the shop's data in ./var stays
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis artefacts

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Shopwright needs Python 3.11 or newer."; exit 1; }
	@echo "Making the environment in .venv with $(PYTHON) ..."
	@$(PYTHON) -m venv .venv

.venv/.shop: .venv/bin/python requirements/shop.lock pyproject.toml
	@echo "Installing the shop's packages from requirements/shop.lock ..."
	@test -e .venv/.dev || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/shop.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/bin/python requirements/dev.lock pyproject.toml
	@echo "Installing the developers' packages from requirements/dev.lock ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
