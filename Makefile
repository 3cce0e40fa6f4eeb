# Kasane: everything one does with the project. `make` alone lists it.
SHELL := /bin/sh
PORT ?= 8000
ARGS ?=
.DEFAULT_GOAL := help
# Where the surroundings forbid it, every process would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup build run dev test check mutants bench migrate clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: ## install the locked tools and libraries into .venv and pwa/node_modules
	@sh scripts/setup.sh

build: setup ## build the phone app when its sources are newer
	@sh scripts/build.sh

run: build ## start everything with invented data: PORT=8000 ARGS=--data-dir=…
	@exec .venv/bin/python -m server.cli up --demo --port $(PORT) $(ARGS)

dev: setup ## the same, reloading server and screens as files change
	@exec .venv/bin/python -m server.cli up --demo --dev --port $(PORT) $(ARGS)

test: setup ## every check and every test, ends with what was not run
	@sh scripts/test.sh all

check: setup ## style, types, import contracts and house rules only
	@sh scripts/test.sh check

mutants: setup ## sow every known fault in a copy of the tree: the suite must catch each one
	@.venv/bin/python -m tests.mutants $(ARGS)

bench: build ## measure against the budgets, results as ratios
	@sh scripts/bench.sh

migrate: setup ## bring the database's tables up to date
	@.venv/bin/python -m server.cli migrate

clean: ## remove what was built or downloaded; the data in .run stay
	rm -rf .venv .tools pwa/node_modules pwa/dist tests/out bench/out .pytest_cache .ruff_cache .hypothesis
