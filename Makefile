# Two commands: `make run` and `make test`. Nothing but Python >= 3.11, make and the package registries is needed.
PYTHON ?= python3
V := .venv/bin
PORT ?= 8000
export UV_PYTHON_DOWNLOADS = never
# Compiled once at installing: a start then takes two seconds less, wherever Python may not write beside its files.
export UV_COMPILE_BYTECODE = 1
# Our own code, too: tests begin many processes.
unexport PYTHONDONTWRITEBYTECODE
export ANFU_HOME ?= $(if $(ROSTER),var/roster,var)
NPM_FLAGS := --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000
WEB := $(shell find web -type f -not -path '*/node_modules/*')
JOBS ?= 2
ROUNDS ?= 1

.PHONY: setup run test check browser roster faults bench pictures clean
.DELETE_ON_ERROR:

$(V)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(V)/python -m pip install -q uv==0.13.9

.venv/.synced: pyproject.toml uv.lock $(V)/uv
	$(V)/uv sync -q --frozen --inexact --no-default-groups --group assets
	@touch $@

.venv/.dev: .venv/.synced
	$(V)/uv sync -q --frozen --inexact --no-default-groups --group assets --group dev
	@touch $@

.venv/.bench: .venv/.dev
	$(V)/uv sync -q --frozen --inexact --all-groups
	@touch $@

web/node_modules/.synced: web/package.json web/package-lock.json .venv/.synced
	cd web && PATH="$(CURDIR)/$(V):$$PATH" npm ci $(NPM_FLAGS)
	@touch $@

anfu/static/.built: $(WEB) web/node_modules/.synced
	cd web && PATH="$(CURDIR)/$(V):$$PATH" node build.mjs
	@touch $@

setup: .venv/.synced anfu/static/.built  ## install and build, nothing else

run: setup  ## the demo city, or ROSTER=FILE, on PORT
	@exec $(V)/anfu serve --port $(PORT) $(if $(ROSTER),--roster "$(ROSTER)",--demo)

test: setup .venv/.dev  ## the whole suite but the browser
	$(V)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser and not roster and not faults$(if $(DATABASE_URL), and not once)"

browser: setup .venv/.dev  ## the journeys, in the system's Chromium
	$(V)/python -m pytest -n $(JOBS) --dist worksteal -m browser tests

roster: setup .venv/.dev  ## the real roster, where it lies beside the repository
	$(V)/python -m pytest -m roster tests

check: check-code check-rules  ## style, types, rooms, migrations, settings, templates, security, the project's own rules

check-code: setup .venv/.dev
	$(V)/ruff check .
	$(V)/ruff format --check .
	$(V)/mypy anfu
	$(V)/lint-imports

check-rules: setup .venv/.dev
	DJANGO_SETTINGS_MODULE=anfu.settings.test $(V)/python -m django makemigrations --check --dry-run
	$(V)/python -m tests.laws.templates
	$(V)/semgrep scan --quiet --error --metrics=off --disable-version-check --config tests/laws/rules anfu
	$(V)/bandit -q -r anfu -x '*/tests/*' 2>/dev/null  # stderr only names exceptions on multi-line statements
	$(V)/python -m tests.laws.deploy

faults: setup .venv/.dev  ## kills, full disks, wrong clocks; ROUNDS times a minute of each, and the tests that kill
	$(V)/python -m pytest -m faults tests
	$(V)/python -m tests.faults.harness --seconds $$((60 * $(ROUNDS)))

bench: setup .venv/.bench  ## speed and memory beside their peers
	$(V)/python -m bench

pictures: setup .venv/.dev  ## every page, as each demo account, into var/pictures
	$(V)/python -m tests.pictures

clean:
	rm -rf .venv web/node_modules anfu/static var
