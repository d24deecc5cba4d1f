# Two commands do everything: `make run` and `make test`. Both build .venv from the lock on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --group build

# a file stays on one core: what it sets up is set up once, and a notebook keeps its kernel
ON_ALL_CORES := --numprocesses auto --maxprocesses 4 --dist loadfile

.PHONY: run test check format lock messages clean

run: $(VENV)/.ready-to-run
	$(BIN)/workbench run parameters/plaju/2025-S1.yaml

test: $(VENV)/.ready-to-test
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(ON_ALL_CORES)
	$(BIN)/python -m pytest $(ON_ALL_CORES) --nbval-lax --nbval-cell-timeout=120 notebooks

check: $(VENV)/.ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-to-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.ready-to-test
	$(COMPILE) --all-extras pyproject.toml -o requirements-test.lock
	$(COMPILE) --extra lab --extra pdf -c requirements-test.lock pyproject.toml -o requirements.lock

messages: $(VENV)/.ready-to-test
	$(BIN)/pybabel -q extract -F babel.cfg -k text -k message -k fault:2 -k _fault:2 -k progress --no-location --sort-output \
		--no-wrap --project kinerja-workbench -o $(VENV)/workbench.pot workbench plugins/kinerja plugins/mcdm \
		$$($(BIN)/python -c 'import argparse; print(argparse.__file__)')
	$(BIN)/pybabel -q update -i $(VENV)/workbench.pot -d workbench/locale -D workbench --no-wrap --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -d workbench/locale -D workbench

clean:
	rm -rf $(VENV) runs

$(VENV)/.ready-to-run: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.ready-to-run requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@
