# SPDX-License-Identifier: GPL-3.0-or-later
"""Value noise, the same on every machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def noise(points: NDArray[np.floating], frequency: float, seed: int) -> NDArray[np.float32]:
    """Smooth noise of about -1..1 at points (n, d), one cell per ``1 / frequency`` of their unit."""
    at = np.asarray(points, np.float64) * frequency
    cell = np.floor(at).astype(np.int64)
    share = at - cell
    share = share * share * (3 - 2 * share)
    value = np.zeros(len(at))
    for corner in np.ndindex(*(2,) * at.shape[1]):
        weight = np.where(np.array(corner, bool), share, 1 - share).prod(axis=1)
        value += weight * _hash(cell + corner, seed)
    return value.astype(np.float32)


def layered(points: NDArray[np.floating], frequency: float, octaves: int, seed: int) -> NDArray[np.float32]:
    """Octaves of ``noise``, each of twice the frequency and half the strength, about -1..1."""
    layers = [noise(points, frequency * 2**k, seed + k) / 2**k for k in range(octaves)]
    return np.sum(layers, axis=0) / (2 - 0.5 ** (octaves - 1))


def _hash(cell: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    mixed = np.full(len(cell), seed * 374761393 + 668265263, np.uint64)
    for axis in range(cell.shape[1]):
        mixed = (mixed ^ cell[:, axis].astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(40)).astype(np.float64) / 2**23 - 1.0
