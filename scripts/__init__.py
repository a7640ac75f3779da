# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``make`` runs: set-up, staging, building, testing and measuring. Each is run as ``python -m scripts.NAME``."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is what a system whose python3 is older runs
    raise SystemExit("This needs Python 3.11 or newer: install it, or name one with `make PYTHON=/path/to/it ...`.")
