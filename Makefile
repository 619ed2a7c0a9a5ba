# Two commands: `make demo` shows what Musterbook does, `make test` checks it. Both make the environment themselves.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV ?= .venv
JOBS ?= 2
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --quiet --disable-pip-version-check --no-input
READY := $(VENV)/.ready

.PHONY: demo test lint types tests lock clean

demo: $(READY)
	$(RUN)/muster demo

test: lint types tests

lint: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(READY)
	$(RUN)/mypy

tests: $(READY)
	$(RUN)/pytest -n $(JOBS) --dist loadfile

$(READY): requirements.lock pyproject.toml
	@echo "making $(VENV) from requirements.lock (a minute or two, once)"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --requirement requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

# What the lock is made with; needs uv.
lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --quiet --upgrade --custom-compile-command "make lock" \
		--output-file requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis musterbook-demo.db*
