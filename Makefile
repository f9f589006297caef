PYTHON ?= python3
VENV := .venv
TOOLS := .venv-audit
STAMP := $(VENV)/.installed
# One more than there are cores: tests of terminals wait more than they compute.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: run test check handbook man goldens screenshot bench soak pins audit sbom mutation guards-matter clean

run: $(STAMP)  ## make the sandbox company on real contracts and open the console
	@$(VENV)/bin/python -m compileall -q core adapters console
	@$(VENV)/bin/countersign demo

test: $(STAMP)  ## every test
	$(VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(STAMP)  ## format, lint, types, imports
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

handbook: $(STAMP)  ## write docs/handbook/ from the tables
	$(VENV)/bin/python -m console.handbook
	$(VENV)/bin/python -m adapters.interfaces

man: $(STAMP)  ## write man/ from the table of commands
	$(VENV)/bin/python -m console.manual

goldens: $(STAMP)  ## accept the screens as they are; look at each one afterwards
	$(VENV)/bin/python -m pytest tests/goldens --snapshot-update

screenshot: $(STAMP)  ## draw docs/console.svg from the running console
	$(VENV)/bin/python docs/screenshot.py

bench: $(STAMP)  ## measure against the limits of docs/performance.md
	@$(VENV)/bin/python -m compileall -q core adapters console
	$(VENV)/bin/python -m benchmarks $(ARGS)

soak: $(STAMP)  ## the goals of docs/reliability.md: GOALS="G1 G3" SIZE=ci|soak|N SEED=N
	@$(VENV)/bin/python -m soak $(GOALS) --size $(or $(SIZE),ci) $(if $(SEED),--seed $(SEED)) $(ARGS)

pins: $(STAMP)  ## write pins.txt: the pins of constraints.txt with the hashes of their files
	$(VENV)/bin/python -m supply.pins

audit: $(STAMP) $(TOOLS)/.installed  ## known holes of every pin; what could not be audited is no pass
	@$(VENV)/bin/python -m supply.audit $(TOOLS)/bin/pip-audit

sbom: $(STAMP) $(TOOLS)/.installed  ## write dist/sbom.cdx.json: every package, and the SQLite inside
	@$(VENV)/bin/python -m supply.sbom $(TOOLS)/bin/cyclonedx-py dist/sbom.cdx.json

mutation: $(STAMP)  ## make lines of the core wrong, one at a time: which does no test notice? ONLY=core/guards
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,mutation]'
	$(VENV)/bin/python -m mutation $(ONLY) --survivors $(ARGS)

guards-matter: $(STAMP)  ## take each guard away: do the tests that name its rules notice?
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,mutation]'
	$(VENV)/bin/python -m mutation.guards

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	$(VENV)/bin/python -m compileall -q core adapters console
	@touch $@

$(TOOLS)/.installed: supply/tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check -r supply/tools.txt
	@touch $@

clean:
	rm -rf $(VENV) $(TOOLS)
