# SPDX-License-Identifier: GPL-3.0-or-later
"""How much a network's answers tremble on a face that is still: what tells the frames of a video apart is put on
renders. The file says so of itself, and a solve takes it out (``bridge/filters.steady``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT

from .degrade import compressed

VIEWS: Final = 6
"""Frames of each face."""
FACES: Final = 192
_MOVED: Final = 0.004
"""Deviation of the crop's place and size, over its side: the detector's box jitters by 0.001 to 0.004."""
_GRAIN: Final = 2.0
_QUALITY: Final = 80
"""Sensor noise in grey levels, and JPEG's quality. With these the deviation is, over the units, 1.2 times that in still
segments of real clips (r of the logarithms over units 0.76)."""

Crop = NDArray[np.uint8]


def another(rng: np.random.Generator, crop: Crop) -> Crop:
    """The next frame of a face that is still: (192, 192, 3) u8."""
    side, zoom = len(crop), 1 + rng.normal(0, _MOVED)
    moved = rng.normal(0, _MOVED, 2) * side + side / 2 * (1 - zoom)
    matrix = np.array([[zoom, 0, moved[0]], [0, zoom, moved[1]]])
    picture = cv2.warpAffine(crop, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    noisy = np.clip(picture + rng.normal(0, _GRAIN, crop.shape) + 0.5, 0, 255).astype(np.uint8)
    return compressed(noisy, _QUALITY)


def noise(model: Callable[[Crop], Mapping[str, NDArray[np.float32]]], crops: Crop, seed: int = 0) -> dict[str, float]:
    """Standard deviation from frame to frame of each unit and, where the model gives them, of "rotation" (components of
    the quaternion) and "gaze" (radians): the median over some of ``crops`` (n, 192, 192, 3)."""
    rng = np.random.default_rng(seed)
    chosen = crops[:: max(1, len(crops) // FACES)]
    found = model(np.stack([another(rng, crop) for crop in chosen for _ in range(VIEWS)]))

    def spread(name: str) -> NDArray[np.floating]:
        values = found[name].reshape(len(chosen), VIEWS, -1).astype(np.float64)
        return np.median(values.std(1, ddof=1), axis=0)

    out = dict(zip(DEFAULT.names, spread("expression").tolist(), strict=True))
    for name in ("rotation", "gaze"):
        if name in found:
            out[name] = float(np.sqrt(np.mean(spread(name) ** 2)))
    return out
