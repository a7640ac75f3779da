# SPDX-License-Identifier: GPL-3.0-or-later
"""A take frame by frame, refined as far as that can be while the rest of the video is unknown: what a character shows
while its video is being solved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from . import rest, rotation
from .anatomy import anatomy
from .basis import Basis
from .refine import Array, Settings, tuned

_THEN = np.zeros(1)
"""Time of a frame that is looked at by itself."""


class Meanwhile:
    """Mirrors, subtracts the resting face by what has come (``rest.Running``), evens sides out, applies gains and
    offsets and keeps limits, as ``settings`` say for an expression in ``basis``. Smoothing, blinks, lips that meet and
    a level head take more than one frame."""

    def __init__(self, basis: Basis, settings: Settings) -> None:
        self._basis, self._parts = basis, anatomy(basis)
        self._settings = replace(settings, blinks=0.0)
        self._rest = None
        if settings.neutral is not None:
            self._rest = rest.Running(basis, self._parts, _picked(settings))

    def values(self, frame: int, coefficients: Array) -> Array:
        """(A,) of ``coefficients`` (A,) in the frame of index ``frame``; the frames come in order."""
        values = coefficients[None]
        if self._settings.mirror:
            values = self._parts.mirrored(values)
        if self._rest is not None:
            values = rest.subtract(values, self._rest.add(frame, values[0]), self._basis, self._parts)
        return tuned(values, _THEN, self._basis, self._parts, self._settings)[0]

    def turn(self, quaternion: ArrayLike) -> Array:
        """(4,) how the head is turned that was turned by ``quaternion`` (4,)."""
        turn = rotation.scaled(quaternion, self._settings.head_gain)
        return rotation.mirrored(turn) if self._settings.mirror else turn


def _picked(settings: Settings) -> tuple[int, int] | None:
    match settings.neutral:
        case int(frame):
            return frame, frame
        case (first, last):
            return min(first, last), max(first, last)
    return None
