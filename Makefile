# Two commands do everything: `make demo` shows it work, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
WITH_HASHES := install --require-hashes --no-deps

.PHONY: demo test editor check lock clean

demo: .venv/run.stamp  ## offline: the seeds go through the whole path, alerts as cards
	@$(BIN)/tracker demo

test: .venv/dev.stamp editor  ## every test; says by name what needs a tool that is missing
	@$(BIN)/python -m pytest -q

check: .venv/dev.stamp  ## style, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once, about half a minute) ..."
	@$(PIP) $(WITH_HASHES) -r requirements/run.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Setting up the test tools (once) ..."
	@$(PIP) $(WITH_HASHES) -r requirements/dev.txt
	@touch $@

editor:  ## the language server whose completion and diagnostics are tested
	@command -v npm >/dev/null \
		&& $(MAKE) --no-print-directory .venv/editor.stamp \
		|| echo "left out: tests/test_editor.py (it needs npm, and the packages of tests/editor)"

# Node trusts a list of its own, unless it is told to trust what this machine does.
SYSTEM_CERTS := $(wildcard /etc/ssl/certs/ca-certificates.crt)

.venv/editor.stamp: tests/editor/package.json
	@echo "Setting up the language server (once) ..."
	@mkdir -p .venv/editor && cp $< .venv/editor/
	@NODE_EXTRA_CA_CERTS=$${NODE_EXTRA_CA_CERTS:-$(SYSTEM_CERTS)} npm install --prefix .venv/editor --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

lock:  ## after a change of dependencies; needs uv
	uv pip compile $(LOCK) pyproject.toml -o requirements/run.txt
	uv pip compile $(LOCK) --group build -c requirements/run.txt -o requirements/build.txt
	uv pip compile $(LOCK) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

clean:
	rm -rf .venv dist
