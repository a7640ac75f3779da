# SPDX-License-Identifier: GPL-3.0-or-later
"""Readers of 3D morphable face models, one module for each format, all to one form (``model.Morphable``).

Nothing in a file is executed, sizes are checked before memory is taken, and what is wrong with a file is told in one
sentence (``MorphableError``). The formats, and what each gives, are described in ``docs/morphable.md``."""
