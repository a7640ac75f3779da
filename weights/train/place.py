# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a crop is taken: by the detector's own box and eyes, with its own errors, and a little beside that."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.crop import crop_transform

from .rule import RULE

_SCALE: Final = 0.04
"""Deviations of the jitter: of the logarithm of the scale, ..."""
_TURN: Final = 0.04
"""... in radians ..."""
_SHIFT: Final = 0.02
"""... and in sides of the crop."""


def placed(box: NDArray[np.floating], eyes: NDArray[np.floating]) -> NDArray[np.float64]:
    """(2, 3) matrix from the picture to the crop, as the sender makes it."""
    return crop_transform(box, eyes, RULE)


def jittered(rng: np.random.Generator, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The crop a little larger, turned and moved."""
    scale, turn = np.exp(rng.normal(0, _SCALE)), rng.normal(0, _TURN)
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    change, middle = np.array([[cos, sin], [-sin, cos]]), np.full(2, RULE.size / 2)
    moved = change @ (matrix[:, 2] - middle) + middle + rng.normal(0, _SHIFT, 2) * RULE.size
    return np.column_stack([change @ matrix[:, :2], moved])


def mirrored(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The crop seen in a mirror. Its content turns the other way: labels must be mirrored too."""
    return np.array([[-1.0], [1.0]]) * matrix + np.array([[0, 0, RULE.size], [0, 0, 0.0]])
