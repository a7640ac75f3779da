# SPDX-License-Identifier: GPL-3.0-or-later
"""From a raw take to curves: gaps, smoothing, neutral, gain, scene frames, limits. Pure, and quick enough to run while
a slider is dragged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import filters, rotation, timing
from .basis import Basis
from .errors import UserError
from .take import Take

Array = NDArray[np.float64]


class RefineError(UserError):
    """A take that cannot be applied like this; the text is one sentence for the user."""


@dataclass(frozen=True)
class Settings:
    """How a take becomes curves.

    ``start``: scene frame of the video's time 0. ``fps / fps_base``: the scene's rate. ``smoothing``: seconds, 0 leaves
    the raw values (``filters.smooth``). ``gain``: factor, one for all axes or one for each. ``neutral``: decoder's
    index of the frame whose expression is taken for neutral and subtracted, or None. ``clamp``: keep values within the
    basis. ``resample``: keys on whole frames, else one key per video frame at its exact time. ``max_gap``: seconds, see
    ``filters.gap_times``."""

    start: float = 1.0
    fps: float = 24.0
    fps_base: float = 1.0
    smoothing: float = 0.0
    gain: float | tuple[float, ...] = 1.0
    neutral: int | None = None
    clamp: bool = True
    resample: bool = True
    max_gap: float = 1.0


@dataclass(frozen=True, eq=False)
class Curves:
    """K keys. ``frame`` (K,) f8, rising; ``values`` (K, A) f4; ``rotation`` (K, 4) f4, unit w x y z in the axes of
    ``rotation.py``, neighbours on the same side, or None if the take has none; ``bridged`` (K,): no face was seen
    there."""

    frame: NDArray[np.float64]
    values: NDArray[np.float32]
    rotation: NDArray[np.float32] | None
    bridged: NDArray[np.bool_]


def refine(take: Take, basis: Basis, settings: Settings) -> Curves:
    """The curves of ``take`` for a mesh of ``basis``. Raises ``RefineError``."""
    _check(take, basis, settings)
    time = take.time.astype(float)
    values = _bridge(time, take.coefficients, take.found, settings)
    values = filters.smooth(time, values, settings.smoothing)
    if settings.neutral is not None:
        values = values - values[_neutral_row(take, settings.neutral)]
    values = values * np.asarray(settings.gain, float)
    turns = _rotations(time, take, settings)

    frame = timing.to_frames(time, settings.start, settings.fps, settings.fps_base)
    bridged = ~take.found
    if settings.resample:
        whole = timing.whole_frames(frame)
        values = timing.interpolate(frame, values, whole)
        turns = None if turns is None else rotation.continuous(timing.interpolate_rotations(frame, turns, whole))
        bridged = timing.interpolate(frame, bridged[:, None].astype(float), whole)[:, 0] > 0.5
        frame = whole
    if settings.clamp:
        values = np.clip(values, basis.minimum, basis.maximum)
    turns32 = None if turns is None else turns.astype(np.float32)
    return Curves(frame, values.astype(np.float32), turns32, bridged)


def _check(take: Take, basis: Basis, settings: Settings) -> None:
    if take.basis != basis.id or take.names != basis.names:
        raise RefineError(
            f"The take's coefficients are of the basis {take.basis or 'unknown'}, the mesh is of {basis.id}: choose "
            f"a mesh of the take's basis, or solve the video again with a model of the mesh's."
        )
    if not take.found.any():
        raise RefineError("No face was found in this video: choose another video or another range of it.")
    if not settings.fps > 0 or not settings.fps_base > 0 or not settings.smoothing >= 0 or not settings.max_gap >= 0:
        raise RefineError("Frame rate must be positive, smoothing and longest gap not negative.")


def _bridge(time: Array, samples: NDArray[np.float32], found: NDArray[np.bool_], settings: Settings) -> Array:
    if found.all():
        return samples.astype(float)
    at = filters.gap_times(time, found, settings.max_gap)
    return timing.interpolate(time[found], samples[found].astype(float), at)


def _neutral_row(take: Take, index: int) -> int:
    row = int(np.abs(take.frame - index).argmin())
    if not take.found[row]:
        raise RefineError(f"Frame {index} of the video shows no face: choose another frame for the neutral expression.")
    return row


def _rotations(time: Array, take: Take, settings: Settings) -> Array | None:
    known = take.found & np.isfinite(take.rotation).all(1)
    if not known.any():
        return None
    samples = rotation.continuous(rotation.normalise(take.rotation[known]))
    at = filters.gap_times(time, known, settings.max_gap)
    turns = rotation.continuous(timing.interpolate_rotations(time[known], samples, at))
    # Components of neighbours on one side, averaged and scaled back, are the rotation's own average for angles like
    # these.
    return rotation.normalise(filters.smooth(time, turns, settings.smoothing))
