# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a crop is taken: by the detector's own box and eyes, with its own errors, and a little beside that."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.crop import crop_image, crop_transform
from bridge.sender.detect import Detector, Face

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


def largest(faces: list[Face]) -> Face | None:
    """The face with the largest box, None where there is none."""
    return max(faces, key=lambda face: float(np.prod(face.box[2:] - face.box[:2])), default=None)


def seen(detector: Detector, bgr: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """(192, 192, 3) RGB crop of the largest face of a (H, W, 3) BGR picture, None where the detector finds none."""
    face = largest(detector.detect(bgr))
    return None if face is None else crop_image(bgr, placed(face.box, face.points[:2]), RULE.size)


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


def located(matrix: NDArray[np.float64], pivot: NDArray[np.floating], scale: float) -> NDArray[np.float32]:
    """(3,) where the head is in a crop, in sides of the crop: x right and y up from its middle of the point it
    turns about, and the length of a decimetre there. ``pivot`` (2,) and ``scale``, pixels per decimetre, are those of
    the picture."""
    x, y = matrix[:, :2] @ pivot + matrix[:, 2]
    half, zoom = RULE.size / 2, float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    return np.array([x - half, half - y, scale * zoom], np.float32) / RULE.size
