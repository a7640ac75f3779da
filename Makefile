# SPDX-License-Identifier: GPL-3.0-or-later
.DEFAULT_GOAL := help
.PHONY: help setup demo test gui-test guide bench lint build stage weights evaluate clean

# Any Python from 3.11 on; the virtual environments get the versions that Blender has.
PYTHON ?= python3
VENV := .venv/bin/python

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup:  ## Make .venv, which the others use, and install the libraries that Blender needs [ARGS="--tests --weights"]
	@$(PYTHON) -m scripts.setup $(if $(filter setup,$(MAKECMDGOALS)),$(ARGS))

demo: setup  ## Solve a video and bake it: out/demo.blend, out/demo.mp4, out/curves.png [VIDEO=path/to/any.mp4]
	@$(VENV) -m scripts.demo $(if $(VIDEO),"$(VIDEO)")

test:  ## Run every test: pure logic, each Blender, the installed zip [ARGS="bpy --blender 4.5.15 --file solve"]
	@$(PYTHON) -m scripts.test $(ARGS)

gui-test:  ## Walk the first minute in real Blenders with a window: screenshots in out/gui [ARGS="--blender 5.2"]
	@$(PYTHON) -m scripts.test gui $(ARGS)

guide: setup  ## Make the pictures of docs/guide.md anew from those of gui-test
	@$(VENV) -m scripts.gui.guide

bench: setup  ## Measure speed and memory as ratios within one run: out/bench/bench.md
	@$(VENV) -m scripts.bench $(ARGS)

lint: setup  ## Check style and types
	@$(VENV) -m ruff check .
	@$(VENV) -m pyright
	@$(VENV) -m pyright --pythonplatform Windows bridge

build:  ## Build and validate the zips in dist/ [ARGS="--platform windows-x64 --python 3.11", or "--all"]
	@$(PYTHON) -m scripts.build $(ARGS)

stage:  ## Lay out the extension in build/stage/expnet with links, for development
	@$(PYTHON) -m scripts.stage

weights:  ## Make the default weights anew: render, train, export; goes on where it stopped [ARGS="--renders 12000"]
	@$(PYTHON) -m scripts.setup --weights
	@.venv-weights/bin/python -m weights make $(ARGS)

evaluate:  ## Measure the default weights on held-out renders [ARGS="other.onnx"]
	@$(PYTHON) -m scripts.setup --weights
	@.venv-weights/bin/python -m weights evaluate $(ARGS)

clean:  ## Remove what the other targets made, the environments too
	@rm -rf .venv .venv-* build dist out *.egg-info .pytest_cache .hypothesis .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
