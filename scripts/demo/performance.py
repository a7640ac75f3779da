# SPDX-License-Identifier: GPL-3.0-or-later
"""The curves behind the demo: 29 units and a head rotation per frame, known before any picture exists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridge.basis import DEFAULT

from . import script

Floats = NDArray[np.float64]

_REST = 0.12
"""Dominance of the resting mouth, against which speech sounds pull."""
_BYSTANDER = 0.35
"""Share of its strength with which a sound pulls those units to 0 that are not its own."""
_CLOSING, _OPENING = 0.09, 0.16
"""Seconds of a blink before and after the lids are shut."""


@dataclass(frozen=True)
class Performance:
    """``time`` (F,) s; ``units`` (F, 29) of the default basis; ``rotation`` (F, 4) w, x, y, z, see ``Turn``."""

    time: Floats
    units: Floats
    rotation: Floats


def perform(seconds: float = script.SECONDS, rate: float = script.RATE) -> Performance:
    """The whole performance, the same at every call."""
    time = np.arange(round(seconds * rate)) / rate
    units = _speech(time) + _gestures(time)
    shut = _blinks(time)[:, None]
    lids = [DEFAULT.index("eyelidLeft"), DEFAULT.index("eyelidRight")]
    units[:, lids] = units[:, lids] * (1.0 - shut) + shut
    return Performance(time, np.clip(units, DEFAULT.minimum, DEFAULT.maximum), _rotation(time))


def flank(x: Floats) -> Floats:
    """0 to 1 over x = 0..1 with the least jerk (Flash and Hogan, J. Neurosci. 5, 1985)."""
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)


def swell(time: Floats, start: float, end: float, ease: float) -> Floats:
    """0 before ``start`` and after ``end``, 1 between the two flanks of ``ease`` seconds."""
    return np.minimum(flank((time - start) / ease), flank((end - time) / ease))


def _speech(time: Floats) -> Floats:
    """Mouth shapes blended by dominance (Cohen, Massaro: "Modeling Coarticulation in Synthetic Visual Speech", 1993).

    Each sound reaches over its neighbours, so that lips round or close before they are heard.
    """
    total = np.full((len(time), len(DEFAULT)), _REST)
    pulled = np.zeros_like(total)
    for sound in script.sounds():
        reach = 0.6 * (sound.end - sound.start) + 0.02
        near = np.exp(-(((time - 0.5 * (sound.start + sound.end)) / reach) ** 2))
        own = np.full(len(DEFAULT), _BYSTANDER * sound.phoneme.strength)
        shape = np.zeros(len(DEFAULT))
        for name, value in sound.phoneme.mouth.items():
            own[DEFAULT.index(name)] = sound.phoneme.strength
            shape[DEFAULT.index(name)] = value
        total += near[:, None] * own
        pulled += near[:, None] * own * shape
    return pulled / total


def _gestures(time: Floats) -> Floats:
    units = np.zeros((len(time), len(DEFAULT)))
    for gesture in script.GESTURES:
        course = swell(time, gesture.start, gesture.end, gesture.ease)
        for name, value in gesture.units.items():
            units[:, DEFAULT.index(name)] += value * course
    return units


def _blinks(time: Floats) -> Floats:
    shut = np.zeros(len(time))
    for moment in script.BLINKS:
        closing, opening = flank((time - moment) / _CLOSING + 1.0), flank((moment - time) / _OPENING + 1.0)
        shut = np.maximum(shut, np.minimum(closing, opening))
    return shut


def _rotation(time: Floats) -> Floats:
    """Turns of the script over a slow idle sway, as unit quaternions yaw * pitch * roll."""
    rng = np.random.default_rng(script.SEED)
    hertz, phase = rng.uniform(0.15, 0.45, (2, 3, 1)), rng.uniform(0.0, 2.0 * np.pi, (2, 3, 1))
    sway = np.sin(2.0 * np.pi * hertz * time + phase).sum(0) * 0.5 * flank(time / 0.8)
    angles = sway
    for turn in script.TURNS:
        angles = angles + np.outer(turn.angles, swell(time, turn.start, turn.end, turn.ease))
    (cy, cp, cr), (sy, sp, sr) = np.cos(np.radians(angles) / 2.0), np.sin(np.radians(angles) / 2.0)
    return np.stack(
        (
            cy * cp * cr + sy * sp * sr,
            cy * sp * cr + sy * cp * sr,
            sy * cp * cr - cy * sp * sr,
            cy * cp * sr - sy * sp * cr,
        ),
        axis=1,
    )
