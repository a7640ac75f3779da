# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs a model. ``engine.py`` is the interface; each other module is one engine and imports its own library."""
