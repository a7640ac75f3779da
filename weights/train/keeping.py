# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of arrays that were made on the way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def keep(path: Path, **arrays: NDArray) -> None:
    """Write an ``.npz`` that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **arrays)
    partial.replace(path)
