# SPDX-License-Identifier: GPL-3.0-or-later
"""From a frame and the detector's box to the crop that a model's card asks for."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .crop import CropRule, crop_image, crop_roll, crop_transform
from .published import crop as published


def cut(
    bgr: NDArray[np.uint8], box: ArrayLike, eyes: ArrayLike | None, rule: CropRule, color: str
) -> tuple[NDArray[np.uint8], float]:
    """The (size, size, 3) crop in ``color`` ("RGB" or "BGR") and by how much it is rolled (``crop_roll``), radians.

    ``bgr`` (H, W, 3); ``box`` (4,) of the detector; ``eyes`` (2, 2) as in ``crop_transform``. Raises ``ValueError`` for
    a box that has no place in the picture.
    """
    if rule.name == "published":
        pixels = published.crop(bgr, published.from_detector(box), rule.size, rule.scale)[..., ::-1]
        roll = 0.0
    else:
        matrix = crop_transform(box, eyes, rule)
        pixels, roll = crop_image(bgr, matrix, rule.size), crop_roll(matrix)
    if rule.jpeg:
        pixels = published.round_trip(np.ascontiguousarray(pixels[..., ::-1]), rule.jpeg)[..., ::-1]
    return np.ascontiguousarray(pixels[..., ::-1] if color == "BGR" else pixels), roll
