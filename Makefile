# SPDX-License-Identifier: GPL-3.0-or-later
.DEFAULT_GOAL := help
.PHONY: help stage
PYTHON := python3

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

stage:  ## Lay out the extension in build/stage/expnet with links, for development
	@$(PYTHON) -m scripts.stage
