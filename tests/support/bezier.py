# SPDX-License-Identifier: GPL-3.0-or-later
"""A Bezier F-curve evaluated as Blender does (``evaluate_fcurve``), written from its documentation of handles: the time
of a segment is a cubic of a parameter, solved for the frame; the value is the cubic at that parameter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bridge.reduce import Key

Array = NDArray[np.float64]


def evaluate(key: Key, at: Array) -> Array:
    """(K,) values of the curve at frames ``at`` (K,) between its first and last key."""
    if len(key.frame) == 1:
        return np.full(len(at), key.value[0])
    start = np.clip(np.searchsorted(key.frame, at, "right") - 1, 0, len(key.frame) - 2)
    x = key.frame[start], key.right[start, 0], key.left[start + 1, 0], key.frame[start + 1]
    y = key.value[start], key.right[start, 1], key.left[start + 1, 1], key.value[start + 1]
    low, high = np.zeros(len(at)), np.ones(len(at))
    for _ in range(50):
        middle = (low + high) / 2
        early = _cubic(middle, *x) < at
        low, high = np.where(early, middle, low), np.where(early, high, middle)
    return _cubic(low, *y)


def _cubic(t: Array, a: Array, b: Array, c: Array, d: Array) -> Array:
    s = 1 - t
    return s**3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t**3 * d
