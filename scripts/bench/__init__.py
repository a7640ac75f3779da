# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures speed as ratios within one run, so that figures of different machines and loads can be compared."""
