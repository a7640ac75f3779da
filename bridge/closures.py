# SPDX-License-Identifier: GPL-3.0-or-later
"""Lip closures: the short moments of p, b and m in which the lips meet.

They are as fast as jitter, and half of them are lost to smoothing; a viewer who hears a p misses it at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import peaks, timing
from .anatomy import Anatomy

Array = NDArray[np.float64]

REACH: Final = 0.25
"""Seconds from the meeting of the lips to where the mouth is open again, at most."""

DEPTH: Final = 0.08
"""By how much of a full jawOpen the mouth must open on both sides."""

SHUT: Final = 0.4
"""The mouth counts as meaning to close where its opening falls to this share of that to either side, and to no more
than ``NEAR``."""

NEAR: Final = 0.15


LIP: Final = 0.15
"""How far a full mouthLowerDown, mouthUpperUp or mouthFunnel parts the lips against a full jawOpen: on the default head
0.13, 0.14 and 0.25, between the middles of the lips."""


def weights(time: Array, opening: Array) -> Array:
    """(T,) 0..1: 1 where the lips meet, falling to 0 where the mouth is open again. ``opening`` (T,) of the mouth."""
    weight = np.zeros(len(time))
    for start, low, end in peaks.find(time, -opening, REACH, DEPTH):
        beside = min(opening[start], opening[end])
        if opening[low] > min(NEAR, SHUT * beside):
            continue
        met = start + np.flatnonzero(opening[start : end + 1] <= opening[low] + peaks.FOOT * (beside - opening[low]))
        rows = slice(start, end + 1)
        away = np.interp(time[rows], time[[start, met[0], met[-1], end]], (1.0, 0.0, 0.0, 1.0))
        near = 1.0 - away
        weight[rows] = np.maximum(weight[rows], near * near * (3.0 - 2.0 * near))
    return weight


def opening(parts: Anatomy, values: Array) -> Array:
    """(T,) how far (T, A) ``values`` part the lips, in units of jawOpen: by the jaw, less what holds the lips together
    meanwhile, and by the lips themselves. For an s the jaw is shut and the lips are not."""
    jaw = np.zeros(len(values)) if parts.jaw is None else values[:, parts.jaw]
    if parts.seal is not None:
        jaw = np.maximum(jaw - np.maximum(values[:, parts.seal], 0.0), 0.0)
    return jaw + LIP * np.maximum(values[:, parts.lips], 0.0).sum(1)


def at_frames(frame: Array, weight: Array, raw: Array, whole: Array) -> tuple[Array, Array]:
    """``weights`` and ``raw`` (T, A), known at rising ``frame`` (T,), for the frames ``whole`` (K,).

    Where the lips meet between two of them, they meet on the nearer one: else resampling loses half of what is seen on
    a single frame of the video."""
    weights = timing.interpolate(frame, weight[:, None], whole)[:, 0]
    values = timing.interpolate(frame, raw, whole)
    met = np.flatnonzero(weight == 1.0)
    if len(met):
        near = np.abs(whole[:, None] - frame[met]).argmin(0)
        weights[near] = 1.0
        values[near] = np.minimum(values[near], raw[met])
    return weights, values


def close(parts: Anatomy, values: Array, raw: Array, weight: Array, strength: float) -> Array:
    """``values`` (T, A) with the lips brought together where ``weight`` (T,) says.

    ``strength`` 0 leaves them as they are, 0.5 gives closures back that smoothing has taken from ``raw`` (T, A), 1
    makes the lips meet."""
    out = values.copy()
    if parts.jaw is None or strength <= 0:
        return out
    back = min(1.0, 2.0 * strength) * weight
    shut = max(0.0, 2.0 * strength - 1.0) * weight
    if parts.seal is not None:
        seal = out[:, parts.seal]
        out[:, parts.seal] = seal + back * (np.maximum(raw[:, parts.seal], seal) - seal)
    for axis in (parts.jaw, *parts.lips):
        seen = out[:, axis] + back * (np.minimum(raw[:, axis], out[:, axis]) - out[:, axis])
        meeting = 0.0
        if axis == parts.jaw and parts.seal is not None:
            meeting = np.maximum(out[:, parts.seal], 0.0)  # the jaw may stay open as far as the lips make up for it
        out[:, axis] = seen + shut * (np.minimum(meeting, seen) - seen)
    return out
