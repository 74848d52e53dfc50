# Everything sets itself up: Python 3.11 or newer, make and a package registry are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check lint types templates docs build clean

demo: $(READY)
	$(BIN)/workbook-docs demo -o demo

test: $(READY)
	$(BIN)/pytest -n auto

check: lint types templates docs test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# The figures, the built templates and the generated pages must be what their sources make of them.
templates: $(READY)
	$(BIN)/python tools/draw_figures.py --check
	$(BIN)/python tools/build_templates.py --check

docs: $(READY)
	$(BIN)/python tools/write_docs.py --check

build: $(READY)
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist demo

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "workbook_docs needs Python 3.11 or newer; say make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
