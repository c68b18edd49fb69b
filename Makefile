# make course   both courses in every format, in dist/
# make test     everything that can be proved, in about 17 minutes on two cores
# Windows: see README (py -m pip install . and python build_course.py)

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3 python,\
	$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
LOG := $(VENV)/install.log
PIP := $(PY) -m pip install --disable-pip-version-check --retries 2 -c requirements/constraints.txt
LOCKS := pyproject.toml requirements/constraints.txt

.PHONY: course check test test-all test-ready clean
.DEFAULT_GOAL := course

course: $(VENV)/ready
	@$(PY) build_course.py

check: $(VENV)/ready
	@$(PY) build_course.py check

# Every gate runs, also after one has failed; pytest comes last.
test test-all: test-ready
	@failed=0; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/lint-imports || failed=1; \
	$(BIN)/pytest -n auto $(if $(filter test-all,$@),--matrix=full) $(PYTEST) || failed=1; \
	exit $$failed

test-ready: $(VENV)/test-ready
	@$(PY) -m tests.tools.programs

$(VENV)/ready: $(LOCKS)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(PY) || "$(PYTHON)" -m venv $(VENV) >/dev/null 2>&1 || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment (Debian: apt install python3-venv)."; exit 1; }
	@echo "Installing Python packages into $(VENV) (once, a minute or two)."
	@$(PIP) -e . >$(LOG) 2>&1 || \
	  { echo "Python packages could not be installed: is the network reachable? Details: $(LOG)"; exit 1; }
	@touch $@

$(VENV)/test-ready: $(VENV)/ready
	@echo "Installing the Python packages of the tests (once)."
	@$(PIP) -e '.[test]' ./extras/coursebook-fonts-chinese >$(LOG) 2>&1 || \
	  { echo "Python packages could not be installed: is the network reachable? Details: $(LOG)"; exit 1; }
	@touch $@

clean:
	rm -rf dist _build build node_modules $(VENV) *.egg-info .cache .coursebook .hypothesis .jupyter_cache \
	  .mypy_cache .pytest_cache .ruff_cache .import_linter_cache jupyter_execute
