# SPDX-License-Identifier: GPL-3.0-or-later
"""The solved video itself in the scene: its sound and its picture, in time with the keys."""
