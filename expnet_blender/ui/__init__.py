# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar tab: what it shows follows the one next step."""
