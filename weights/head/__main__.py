# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m weights.head`` rebuilds the head that ships."""

from __future__ import annotations

from .build import FOLDER, build

build()
print(f"{FOLDER}: {sum(path.stat().st_size for path in FOLDER.iterdir()) / 1e6:.1f} MB")
