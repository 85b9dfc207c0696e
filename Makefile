# `make check` is everything a change must pass; each step also runs alone.
# The tools come from .venv (`make venv`), or from the interpreter given: make check PYTHON=...

VENV ?= .venv
PYTHON ?= $(VENV)/bin/python
BIN = $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("scripts"))')
UV ?= uv
ONLY ?= tests
FIGURES = .soak.jsonl
COMPILE = UV_PYTHON_DOWNLOADS=never $(UV) pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-package shiptui --quiet

.DEFAULT_GOAL := help
.PHONY: help venv check fmt fmt-check lint types imports deps spelling seed seed-check test soak screenshots bench lock

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

venv: ## Make .venv with the pinned tools and the program, editable
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	$(VENV)/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .

check: fmt-check lint types imports deps spelling seed-check test ## Everything a change must pass

fmt: ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --select I --fix .

fmt-check: ## Is the code formatted?
	$(BIN)/ruff format --check .

lint: ## Rules of style and of common mistakes
	$(BIN)/ruff check .

types: ## mypy, strict
	$(BIN)/mypy

imports: ## The floors of docs/architecture.md
	$(BIN)/lint-imports --no-logo

deps: ## Everything imported is declared, everything declared is imported
	$(BIN)/deptry src

spelling: ## Typing mistakes
	$(BIN)/typos

seed: ## Build data/seed.sqlite from data/catalog
	$(PYTHON) scripts/build_seed.py

seed-check: ## Is data/seed.sqlite what data/catalog says?
	$(PYTHON) scripts/build_seed.py --check

test: ## The tests
	$(PYTHON) -m pytest

soak: ## Measure docs/reliability.md at full size, half an hour; ONLY="tests/..." for a part
	SOAK=1 SOAK_FIGURES=$(FIGURES) nice $(PYTHON) -m pytest -m soak -o timeout=0 $(ONLY)
	$(PYTHON) tests/faults/report.py $(FIGURES)

screenshots: ## Draw screenshots/ from the real program
	$(PYTHON) scripts/screenshots.py

bench: ## What things cost, in ratios; writes docs/performance.md
	$(PYTHON) benchmarks/all.py

lock: ## Write the lock files and sbom.cdx.json from pyproject.toml; needs uv
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --output-file requirements-dev.lock
	$(COMPILE) --extra test --extra web --resolution lowest-direct --output-file requirements-lowest.lock
	$(PYTHON) scripts/build_sbom.py
