# SPDX-License-Identifier: GPL-3.0-or-later
"""A drawn face that the detector takes for one, so that tests can put a face where they know it to be."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 256
"""Size of ``face()``, pixels."""

EYES = np.array([[92.0, 112.0], [164.0, 112.0]])
"""The subject's right and left eye in it."""


def face(tint: float = 1.0) -> NDArray[np.uint8]:
    """(256, 256, 3) BGR, the background black; ``tint`` scales all its red."""
    return (_drawing() * (1.0, 1.0, tint)).clip(0, 255).astype(np.uint8)


@cache
def _drawing() -> NDArray[np.float64]:
    big = np.zeros((4 * SIDE, 4 * SIDE, 3), np.uint8)

    def oval(
        x: float, y: float, a: float, b: float, colour: tuple[int, int, int], turn: float = 0, end: float = 360
    ) -> None:
        cv2.ellipse(
            big, (round(4 * x), round(4 * y)), (round(4 * a), round(4 * b)), turn, 0, end, colour, -1, cv2.LINE_AA
        )

    skin, shade, lip = (130, 165, 220), (100, 132, 190), (80, 80, 170)
    oval(128, 118, 92, 108, (25, 35, 50))  # hair
    oval(128, 210, 40, 46, shade)  # neck
    oval(128, 130, 74, 100, skin)
    for x, side in ((92, -1), (164, 1)):
        oval(x, 112, 24, 15, shade)
        oval(x, 112, 17, 9, (235, 240, 245))
        oval(x, 112, 8, 8, (60, 50, 40))
        oval(x, 112, 4, 4, (10, 10, 10))
        oval(x, 92, 22, 5, (30, 40, 55), turn=side * 6)
        oval(128 + side * 10, 160, 6, 4, (70, 90, 140))
    oval(128, 140, 10, 24, (145, 182, 235))
    oval(128, 192, 30, 10, lip)
    oval(128, 188, 28, 3, (50, 40, 90))
    return cv2.resize(cv2.GaussianBlur(big, (0, 0), 6), (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(float)


def place(
    canvas: NDArray[np.uint8], picture: NDArray[np.uint8], centre: tuple[float, float], scale: float, roll: float = 0.0
) -> NDArray[np.float64]:
    """Draws ``picture`` into ``canvas``, counter-clockwise by ``roll`` radians; returns where its eyes come to lie."""
    cos, sin = scale * math.cos(roll), scale * math.sin(roll)
    turn = np.array([[cos, sin], [-sin, cos]])
    matrix = np.column_stack([turn, np.array(centre) - turn @ (SIDE / 2, SIDE / 2)])
    size = (canvas.shape[1], canvas.shape[0])
    drawn = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR)
    mask = cv2.warpAffine((picture.max(-1) > 12).astype(np.float32), matrix, size, flags=cv2.INTER_LINEAR)[..., None]
    canvas[:] = (canvas * (1 - mask) + drawn * mask).astype(np.uint8)
    return EYES @ turn.T + matrix[:, 2]
