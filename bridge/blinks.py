# SPDX-License-Identifier: GPL-3.0-or-later
"""Blink sharpening: a blink closes the eye and opens it again within the frames in which it was seen to.

A model sees little of a blink that lasts four frames, and resampling may miss its deepest one, so that lids come near
and do not meet."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import peaks

Array = NDArray[np.float64]

REACH: Final = 0.3
"""Seconds from the deepest frame of a blink to where the eye is open again, at most. Spontaneous blinks last 0.1 to
0.4 s in all (Schiffman, Sensation and Perception, 2001)."""

HEIGHT: Final = 0.25
"""Least part of a closure that counts as a blink: below lie squints and glances down."""


def sharpen(time: Array, lid: Array, closed: float, strength: float) -> Array:
    """``lid`` (T,), rising as the eye closes, with each blink scaled up to reach ``closed``; ``strength`` 0 leaves it,
    1 closes it fully. Frames outside of blinks, and the first and last of each, keep their value exactly."""
    out = lid.copy()
    if strength <= 0:
        return out
    for start, top, end in peaks.find(time, lid, REACH, HEIGHT):
        rows = slice(start, end + 1)
        line = np.interp(time[rows], time[[start, end]], lid[[start, end]])
        rise = lid[rows] - line
        share = (closed - line[top - start]) / rise[top - start]
        if share > 1.0:
            scaled = line + rise * (1.0 + strength * (share - 1.0))
            out[rows] = np.minimum(scaled, np.maximum(closed, lid[rows]))
    return out
