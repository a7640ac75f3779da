# SPDX-License-Identifier: GPL-3.0-or-later
"""Soft darkening of hollows (lid creases, beside the nose, between the lips) from the depth of the picture itself."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

FINE, COARSE = 0.033, 0.09  # radii over the side of the face box
FINE_GAIN, COARSE_GAIN = 6.4, 2.0  # per dm that a point lies behind its surroundings
BACKGROUND = -0.4  # dm: taken for what lies behind the head's outline
DARKEST = 0.12


def openness(
    nearness: NDArray[np.float32],
    covered: NDArray[np.bool_],
    held: NDArray[np.bool_],
    box_side: float,
    strength: float,
) -> NDArray[np.float32]:
    """Factor (S, S) for the light, from the distance towards the camera in dm (S, S) where the figure is (S, S).

    Things ``held`` (S, S) before the face neither take nor give such shade: they may be far from it.
    """
    near = np.where(covered, nearness, np.float32(BACKGROUND))
    shape = near.shape[::-1]

    def blurred(picture: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        fine = cv2.GaussianBlur(picture, (0, 0), FINE * box_side)
        half = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        half = cv2.GaussianBlur(half, (0, 0), COARSE * box_side / 2)
        wide = cv2.resize(half, shape, interpolation=cv2.INTER_LINEAR)
        return np.asarray(fine, np.float32), np.asarray(wide, np.float32)

    if held.any():
        weight = np.where(held, 1e-4, 1.0).astype(np.float32)
        fine, coarse = (a / b for a, b in zip(blurred(near * weight), blurred(weight), strict=True))
        near = np.where(held, np.float32(9), near)
    else:
        fine, coarse = blurred(near)
    depth = np.maximum(fine - near, 0) * FINE_GAIN + np.maximum(coarse - near, 0) * COARSE_GAIN
    return np.maximum(np.exp(-strength * depth), DARKEST)
