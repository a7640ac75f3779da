# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the virtual environments: ``.venv`` for daily work and those that single targets need."""

from __future__ import annotations

import argparse
import sys

from .environments import BLENDERS, TENSORFLOW, TRAINING, development, make
from .system import ensure_libraries


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.setup", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also make the environments of `make test`")
    parser.add_argument("--weights", action="store_true", help="also make the environment of `make weights`")
    parser.add_argument("--tensorflow", action="store_true", help="also make that of the tests of published weights")
    arguments = parser.parse_args()
    ensure_libraries()
    make(development())
    if arguments.tests:
        for environment in BLENDERS:
            make(environment)
    if arguments.weights:
        make(TRAINING)
    if arguments.tensorflow:
        make(TENSORFLOW)
    return 0


if __name__ == "__main__":
    sys.exit(main())
