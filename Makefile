# What a developer or a curious operator types. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export EDUPORT_DATA_DIR ?= $(CURDIR)/var
export EDUPORT_DEVELOPMENT ?= true
export UV_PYTHON_DOWNLOADS := never
.PHONY: help setup run test check lint types e2e bench fix lock messages docs clean

help: ## List what can be done.
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

.venv/installed: requirements/development.txt pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) sh tools/setup.sh

setup: .venv/installed messages ## Make the environment (once, and after changes).

messages: .venv/installed ## Compile the translations.
	@$(BIN)/python tools/messages.py compile

run: setup ## Start the portal with a demo city on http://127.0.0.1:8000.
	@$(BIN)/eduport demo

test: setup ## Run all tests; installs the browser and Apache they need.
	@sh tools/setup-tests.sh
	@$(BIN)/pytest -n 2 --dist loadgroup

check: setup lint types test ## All that CI runs: lint, types, imports, tests.

lint: setup ## Check style, imports between domains, templates.
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --quiet --lint src

types: setup ## Check types.
	@$(BIN)/mypy

bench: setup ## Print the figures of docs/performance.md.
	@$(BIN)/python -m tools.bench

fix: setup ## Format and mend what can be mended by itself.
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: ## Pin the dependencies with hashes into requirements/.
	@sh tools/lock.sh

docs: setup ## Make the pictures and the generated pages of docs/.
	@$(BIN)/python -m tools.document

clean: ## Remove the environment and the demo's data.
	rm -rf .venv var
