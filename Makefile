# `make demo` and `make test` need nothing but Python 3.11+, python3-venv and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint types reports schema golden bench clean

# The stamps hold when pyproject.toml is unchanged: a second `make` installs nothing.
$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "seokit needs Python 3.11 or later; set PYTHON=python3.12, say")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

demo: $(VENV)/run.stamp  ## audit the embedded demo site into seokit-demo/
	$(BIN)/seokit demo

test: $(VENV)/dev.stamp  ## run every test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev.stamp  ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp  ## mypy --strict
	$(BIN)/mypy

schema: $(VENV)/run.stamp  ## refresh the JSON Schema of the config
	$(BIN)/seokit config schema > docs/seokit.schema.json

reports: $(VENV)/run.stamp schema  ## refresh what reports/ holds
	$(BIN)/seokit rule --markdown > reports/rules.md
	$(BIN)/seokit audit seokit/data/demo/content --today 2026-11-23 --fail-on never --quiet \
		--report-dir reports --format csv --format json

golden: $(VENV)/dev.stamp  ## refresh the golden outputs of the commands; look at the diff
	SEOKIT_GOLDEN=write $(BIN)/python -m pytest tests/test_golden.py

bench: $(VENV)/dev.stamp  ## measure; see bench/README.md
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) seokit-demo bench/.cache
