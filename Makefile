# The two commands: `make demo` and `make test`. Everything they need is installed into .venv.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SERVE  ?= yes
OUT    ?= out/vehicle-tax

.DEFAULT_GOAL := help
.PHONY: help demo fonts test lint bench page-bench pictures gallery control-frames lock clean

help: ## the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: requirements/run.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Sollecito needs Python 3.11 or newer (PYTHON=python3.12 make …)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/test.lock
	@touch $@

demo: $(VENV)/.run ## render the example and serve it at http://127.0.0.1:8000/ (SERVE=no: only render)
	$(BIN)/sollecito demo --out $(OUT) $(if $(filter no,$(SERVE)),--no-serve)

fonts: $(VENV)/.run ## add the large fonts: Chinese, Japanese, Korean
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/fonts.lock

test: lint ## lint, types, floors and every test, in parallel
	$(BIN)/python tests/browser_install.py
	$(BIN)/python -m pytest -n 3 --dist worksteal

lint: $(VENV)/.test ## ruff, mypy and the floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test ## measure against MoviePy and the encoder's floor
	$(BIN)/python -m benchmarks

page-bench: $(VENV)/.test ## measure the page on a slow line, and by Lighthouse (needs Node.js)
	$(BIN)/python -m benchmarks.page_speed

pictures: $(VENV)/.test ## make the pictures of the documents anew
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_form_pictures.py
	$(BIN)/python docs/make_state_pictures.py
	$(BIN)/python docs/make_dashboard_pictures.py

gallery: $(VENV)/.test ## make docs/gallery anew: a film strip of every feature
	$(BIN)/python -m docs.make_gallery

control-frames: $(VENV)/.test ## keep how every feature looks now (after a change of looks that is wanted)
	$(BIN)/python tests/reference/control_frames.py

lock: ## resolve requirements/*.in anew (needs uv)
	for lock in run fonts test; do \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --override requirements/overrides.txt \
	    --excludes requirements/excludes.txt requirements/$$lock.in -o requirements/$$lock.lock; \
	done

clean: ## remove what was made
	rm -rf $(VENV) out build *.egg-info
