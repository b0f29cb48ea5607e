# Whitecell on one page: `make run` opens the first exercise in the browser, `make test` proves that all is well.
# All that is needed is make and Python 3.11 or newer; everything else is set up in .venv, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes --requirement
WHITECELL := $(PIP) --no-deps --no-build-isolation --editable .
PLAYER := $(VENV)/.ready-to-play
DEVELOPER := $(VENV)/.ready-to-work
MEASURER := $(VENV)/.ready-to-compare
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header
BOARDGAME := bench/peers/boardgame
IN_NODE := $(BOARDGAME)/node_modules/.package-lock.json
PEERED := $(MEASURER) $(if $(shell command -v npm),$(IN_NODE))
PLAYED := pyproject.toml requirements/build.in

.DEFAULT_GOAL := help
.PHONY: help setup play run test long lint format check bench playthroughs looks reference pictures lock wheel audit clean

help: ## Say what can be made.
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'

play: $(PLAYER) ## Open Korea 2025 in the terminal. In Polish: make play LANGUAGE=pl
	@$(BIN)/whitecell play $(if $(filter command,$(firstword $(origin LANGUAGE))),--lang $(LANGUAGE)) || [ $$? -eq 130 ]

run: $(PLAYER) ## Open the facilitator page of Korea 2025 in the browser. For a room: make run LAN=1; another port: PORT=8026
	@$(BIN)/whitecell serve $(if $(LAN),--lan) $(if $(PORT),--port $(PORT)) $(if $(PUBLIC_URL),--public-url $(PUBLIC_URL)) $(if $(PROXIES),--proxies $(PROXIES)) $(if $(filter command,$(firstword $(origin LANGUAGE))),--lang $(LANGUAGE)) || [ $$? -eq 130 ]

test: $(DEVELOPER) ## Run the tests, but for the long ones.
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not long"

long: $(DEVELOPER) ## Run the long tests.
	@$(BIN)/python -m pytest -n auto --dist worksteal -m long

lint: $(DEVELOPER) ## Look at style, form and types.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEVELOPER) ## Put the code into the house's form.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

check: $(PLAYER) ## Check every exercise that ships, and whether it plays as it says of itself.
	@for exercise in exercises/*/; do $(BIN)/whitecell check "$$exercise" && $(BIN)/whitecell rehearse "$$exercise" --check || exit 1; done

bench: $(if $(PEERS)$(WRITE),$(PEERED),$(DEVELOPER)) ## Measure against baselines. Quickly: QUICK=1; beside other engines: PEERS=1; docs/performance.md: WRITE=1
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(PEERS)$(WRITE),--peers) $(if $(WRITE),--write)

playthroughs: $(DEVELOPER) ## Write the transcripts in tests/playthroughs anew.
	@$(BIN)/python -m tests.playthroughs.transcript

looks: $(DEVELOPER) ## Write the digits of everything that is shown anew, in tests/looks.
	@$(BIN)/python -m tests.looks.recorded

reference: $(DEVELOPER) ## Write the reference pages, the picture and what the notes say of rehearsals anew.
	@$(BIN)/python -m docs.reference.write
	@$(BIN)/python -m docs.reference.write_api
	@$(BIN)/python -m docs.reference.write_paper
	@$(BIN)/python -m docs.reference.write_data
	@$(BIN)/python -m docs.reference.write_rehearsals
	@$(BIN)/python -m console.reference
	@$(BIN)/python -m console.picture

pictures: $(DEVELOPER) ## Photograph the pages for the README anew. Needs Chromium.
	@$(BIN)/python -m docs.pictures.draw

setup: $(DEVELOPER) ## Set up everything and do nothing else.

lock: $(DEVELOPER) ## Choose the versions and hashes of all that is installed anew. Needs the internet.
	@$(PIP) uv
	@$(COMPILE) $(PLAYED) -o requirements/play.lock
	@$(COMPILE) $(PLAYED) --extra dev --constraint requirements/play.lock -o requirements/dev.lock
	@$(COMPILE) $(PLAYED) --extra peers --constraint requirements/dev.lock -o requirements/peers.lock
	@$(COMPILE) requirements/build-peers.in -o requirements/build-peers.lock

wheel: $(DEVELOPER) ## Build the wheel, and the list of its parts (CycloneDX) beside it, in dist/.
	@$(BIN)/python -m hatchling build --target wheel
	@$(BIN)/python -m requirements.parts dist

audit: $(DEVELOPER) ## Ask whether a fault is known of any version that is installed. Needs the internet.
	@$(PIP) pip-audit
	@$(BIN)/python -m pip_audit --requirement requirements/play.lock --disable-pip --require-hashes

clean: ## Remove what was set up and built.
	@rm -rf $(VENV) $(BOARDGAME)/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(PLAYER): pyproject.toml requirements/play.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Whitecell needs Python 3.11 or newer: make PYTHON=python3.12 play" >&2; exit 1; }
	@echo "Setting up Whitecell in $(VENV) (once, about half a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(LOCKED) requirements/play.lock
	@$(WHITECELL)
	@touch $@

$(DEVELOPER): $(PLAYER) requirements/dev.lock
	@echo "Adding what the tests need ..."
	@$(LOCKED) requirements/dev.lock
	@touch $@

$(MEASURER): $(DEVELOPER) requirements/build-peers.lock requirements/peers.lock
	@echo "Adding the peers to measure beside ..."
	@$(LOCKED) requirements/build-peers.lock
	@$(LOCKED) requirements/peers.lock --no-build-isolation
	@touch $@

$(IN_NODE): $(BOARDGAME)/package-lock.json
	@npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(BOARDGAME)
	@touch $@
