# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells where a video cuts from one shot to another."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..crop import shrink

_SIDE: Final = 32
_SAMPLES: Final = 256
"""Pixels looked at along the longer side: every one of a 4K frame would cost as much as detecting the faces in it."""

_NOISE: Final = 4.0
"""Grey levels added to the contrast, so that noise in a black frame is no cut."""

_THRESHOLD: Final = 0.52
"""Change over contrast that makes a cut. On real clips a head that is shaken close to the lens stays below 0.39
and cuts, between dark shots as well, lie above 0.65."""


class CutDetector:
    """Compares each frame with the one before at 32 pixels a side, mean colour aside, so that a light that goes on or a
    fade is no cut."""

    def __init__(self) -> None:
        self._previous: NDArray[np.float32] | None = None

    def cut(self, bgr: NDArray[np.uint8]) -> bool:
        """Whether this frame starts a new shot. The first frame does not: nothing was before it."""
        step = max(1, max(bgr.shape[:2]) // _SAMPLES)
        coarse = np.ascontiguousarray(bgr[::step, ::step])
        small = shrink(coarse, _SIDE / max(coarse.shape[:2]))[0].astype(np.float32)
        small -= small.mean((0, 1))
        previous, self._previous = self._previous, small
        if previous is None or previous.shape != small.shape:
            return previous is not None
        contrast = max(float(small.std()), float(previous.std())) + _NOISE
        return float(np.abs(small - previous).mean()) > _THRESHOLD * contrast
