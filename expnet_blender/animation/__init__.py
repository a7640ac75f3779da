# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes to F-curves."""
