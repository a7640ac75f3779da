# SPDX-License-Identifier: GPL-3.0-or-later
"""TensorFlow 1's ``resize_bilinear`` as a matrix: corners not aligned, pixel centres ignored (source = target *
scale)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def matrix(source: int, target: int) -> NDArray[np.float32]:
    """(target, source), rows sum to 1: applied to rows and columns of a picture it gives what TensorFlow gives."""
    place = np.arange(target, dtype=np.float32) * np.float32(source / target)
    low = np.floor(place).astype(int)
    share = place - low
    found = np.zeros((target, source), np.float32)
    rows = np.arange(target)
    np.add.at(found, (rows, low), 1 - share)
    np.add.at(found, (rows, np.minimum(low + 1, source - 1)), share)
    return found
