# Everything a developer or a store needs, from a fresh clone:
#   make run      a filled demo house, served      make test   every test
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help run install test lint bench soak words lock clean check-machine

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# A name on the PATH may be a shim that fails, so each one is asked what it is.
PYTHON ?= $(shell for p in python3.12 python3.11 python3 python \
	$$HOME/.pyenv/versions/3.12.*/bin/python $$HOME/.pyenv/versions/3.11.*/bin/python; do \
	  "$$p" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
	    2>/dev/null && { echo "$$p"; break; }; \
	done)

help:
	@echo 'make run      fill a demo house and serve it'
	@echo 'make install  .venv with the portal in it: .venv/bin/portal --help'
	@echo 'make test     every test, on SQLite and on PostgreSQL, in a browser when there is one'
	@echo 'make lint     style, types and layers'
	@echo 'make bench    microseconds per decision beside a rival, live events on 500 screens'
	@echo 'make soak     the long counts (hours)'
	@echo 'make words    collect the words of the interface for translation'
	@echo 'make lock     pin the newest allowed versions of what we depend on'
	@echo 'make clean    remove what make made'

run: install
	$(BIN)/portal demo

install: .venv/runtime.stamp

test: .venv/dev.stamp
	$(BIN)/python -m pytest

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev.stamp .venv/bench.stamp
	$(BIN)/python -m bench.rules
	$(BIN)/python -m bench.streams

soak: .venv/dev.stamp
	PORTAL_SOAK=1 $(BIN)/python -m pytest -m soak -s

words: .venv/dev.stamp
	$(BIN)/python -m portal.locale collect

# The locks name versions and hashes, never an index: they install from any.
LOCK := $(BIN)/python -m uv pip compile --quiet --upgrade --universal --generate-hashes \
	--python-version 3.11 --no-header --no-annotate --no-emit-index-url \
	--no-emit-find-links pyproject.toml
lock: .venv/runtime.stamp
	$(PIP) uv
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock
	$(LOCK) --group rivals --output-file requirements-bench.lock

clean:
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find portal tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is newer than what it was made from, so nothing is installed twice.
.venv/runtime.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo 'Installing what the portal needs ...'
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo 'Installing what its tests need ...'
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

.venv/bench.stamp: requirements-bench.lock .venv/runtime.stamp
	$(PIP) --require-hashes --requirement requirements-bench.lock
	@touch $@

.venv/bin/python:
	@$(MAKE) --no-print-directory check-machine
	"$(PYTHON)" -m venv .venv

check-machine:
	@test -n "$(PYTHON)" || { \
	  echo 'The portal needs Python 3.11 or 3.12, and neither was found.' >&2; \
	  echo 'Install one (Debian: apt-get install python3.11 python3.11-venv python3.11-dev),' >&2; \
	  echo 'or name it: make PYTHON=/path/to/python3.12' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' || { \
	  echo '$(PYTHON) is not Python 3.11 or 3.12.' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '$(PYTHON) cannot make a virtual environment.' >&2; \
	  echo 'Install its venv package (Debian: apt-get install python3.11-venv).' >&2; exit 1; }
	@"$(PYTHON)" -c 'import os, shutil, sys, sysconfig as s; \
	  cc = (os.environ.get("CC") or s.get_config_var("CC") or "cc").split()[0]; \
	  sys.exit(shutil.which(cc) is None)' || { \
	  echo 'The portal needs a C compiler (durable-rules is built from source), and none was found.' >&2; \
	  echo 'Install one (Debian: apt-get install gcc; macOS: xcode-select --install).' >&2; exit 1; }
	@"$(PYTHON)" -c 'import os, sys, sysconfig as s; \
	  sys.exit(not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))' || { \
	  echo 'The C headers of $(PYTHON) are missing.' >&2; \
	  echo 'Install them (Debian: apt-get install python3.11-dev).' >&2; exit 1; }
