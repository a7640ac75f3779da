# SPDX-License-Identifier: GPL-3.0-or-later
"""Presentation times of a video and frames of a scene.

A key's frame is ``start + t * fps / fps_base``: real time, whatever the video's rate, so that variable-rate video and
its sound stay together."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .rotation import slerp

TOLERANCE: Final = 1e-3
"""Frames by which a time may miss a whole frame and still count as on it; containers round their time stamps."""


def to_frames(times: ArrayLike, start: float, fps: float, fps_base: float = 1.0) -> NDArray[np.float64]:
    """Presentation times in seconds to scene frames (fractions allowed). ``fps / fps_base`` is the scene's rate."""
    return start + np.asarray(times, float) * (fps / fps_base)


def to_times(frames: ArrayLike, start: float, fps: float, fps_base: float = 1.0) -> NDArray[np.float64]:
    """The inverse of ``to_frames``."""
    return (np.asarray(frames, float) - start) * (fps_base / fps)


def whole_frames(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """All whole frames within rising ``frames`` (T,), T >= 1; the nearest one if there is none. (K,), K >= 1."""
    first, last = np.ceil(frames[0] - TOLERANCE), np.floor(frames[-1] + TOLERANCE)
    if last < first:
        return np.array([np.round(frames[0])])
    return np.arange(first, last + 1)


def _neighbours(known: NDArray[np.float64], at: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Index of the known point before each of ``at`` and the share of the way to the next; held beyond the ends."""
    if len(known) == 1:
        return np.zeros(len(at), np.intp), np.zeros(len(at))
    before = np.clip(np.searchsorted(known, at, "right") - 1, 0, len(known) - 2)
    share = (at - known[before]) / (known[before + 1] - known[before])
    return before, np.clip(share, 0.0, 1.0)


def interpolate(
    known: NDArray[np.float64], values: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``values`` (T, A) at rising ``known`` (T,), linearly at ``at`` (K,); held beyond the ends. (K, A)."""
    before, share = _neighbours(known, at)
    after = np.minimum(before + 1, len(known) - 1)
    return values[before] * (1 - share)[:, None] + values[after] * share[:, None]


def interpolate_rotations(
    known: NDArray[np.float64], rotations: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """As ``interpolate``, for unit quaternions (T, 4), along the shorter way. (K, 4)."""
    before, share = _neighbours(known, at)
    after = np.minimum(before + 1, len(known) - 1)
    return slerp(rotations[before], rotations[after], share)
