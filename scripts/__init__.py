# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``make`` runs: set-up, staging, building, testing and measuring. Each module is run as ``python -m scripts.NAME``."""
