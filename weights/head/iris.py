# SPDX-License-Identifier: GPL-3.0-or-later
"""Paints the picture of an eye: pupil, iris, limbus, sclera, by angle as ``eyes.eye_part`` lays it on."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .eyes import EDGE, IRIS, PUPIL
from .noise import layered, noise

SIZE: Final = 1024
DARK: Final = np.array([0.24, 0.17, 0.09])
LIGHT: Final = np.array([0.56, 0.44, 0.25])
WHITE: Final = np.array([0.90, 0.875, 0.855])
VEIN: Final = np.array([0.80, 0.56, 0.52])


def paint_eye() -> NDArray[np.float32]:
    """sRGB 0..1, (SIZE, SIZE, 3)."""
    x, y = np.meshgrid(*(2 * (np.arange(SIZE) + 0.5) / SIZE - 1,) * 2)
    x, y = x.ravel(), y.ravel()
    radius = np.hypot(x, y) * EDGE / IRIS
    turn = np.stack([x, y], axis=1) / np.maximum(np.hypot(x, y), 1e-6)[:, None]
    ragged = radius + 0.03 * layered(turn, 6.0, 3, 5)

    fibre = layered(np.c_[turn * 9.0, radius * 0.8], 2.0, 4, 1)
    fleck = layered(np.c_[turn, radius], 3.0, 2, 2)
    bright = np.clip(0.5 + 0.55 * fibre + 0.25 * fleck - 0.35 * (ragged - 0.6), 0, 1)[:, None]
    iris = DARK + (LIGHT - DARK) * bright
    iris = iris * (1 - 0.35 * _step(0.62, PUPIL, ragged))[:, None] * (1 - 0.75 * _step(0.78, 1.0, ragged))[:, None]
    iris *= _step(PUPIL - 0.02, PUPIL + 0.04, radius)[:, None]

    line = np.abs(noise(np.c_[turn * 5.0, radius * 1.2], 1.0, 7) + 0.4 * noise(np.c_[turn * 14.0, radius * 3], 1.0, 8))
    vein = _step(0.10, 0.0, line) * _step(1.8, 3.2, radius)
    sclera = WHITE - (WHITE - VEIN) * np.clip(0.12 * vein + 0.25 * _step(1.4, 3.4, radius), 0, 1)[:, None]
    sclera *= 1 - 0.12 * _step(1.35, 1.0, radius)[:, None]
    colour = iris + (sclera - iris) * _step(0.95, 1.07, ragged)[:, None]
    return np.clip(colour, 0, 1).reshape(SIZE, SIZE, 3).astype(np.float32)


def _step(start: float, end: float, value: NDArray[np.floating]) -> NDArray[np.float64]:
    share = np.clip((value - start) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)
