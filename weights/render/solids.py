# SPDX-License-Identifier: GPL-3.0-or-later
"""Closed tubes of fixed topology round a line: fingers, handles, cups, locks of hair."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

AROUND: Final = 10
"""Points of a section."""

Points = NDArray[np.float64]


def tube_triangles(tubes: int, rings: int, around: int = AROUND) -> NDArray[np.int32]:
    """(t, 3) triangles of ``tubes`` tubes, one after the other, of ``rings`` sections of ``around`` points each."""
    ring, step = np.mgrid[: rings - 1, :around]
    here, beside = ring * around + step, ring * around + (step + 1) % around
    sides = np.stack([here, beside, here + around, beside, beside + around, here + around], -1).reshape(-1, 3)
    fan = np.arange(1, around - 1)
    start = np.stack([0 * fan, fan + 1, fan], 1)
    end = np.stack([0 * fan, fan, fan + 1], 1) + (rings - 1) * around
    one = np.concatenate([sides, start, end])
    return (one[None] + np.arange(tubes)[:, None, None] * rings * around).reshape(-1, 3).astype(np.int32)


def tube_places(tubes: int, rings: int) -> NDArray[np.float64]:
    """(tubes * rings * AROUND, 3) for the shaders' patterns: how far along (0..1), which tube, where around (-1..1)."""
    number, ring, step = np.mgrid[:tubes, :rings, :AROUND]
    return np.stack([ring / (rings - 1), number, np.cos(step * 2 * np.pi / AROUND)], -1).reshape(-1, 3)


def tube(line: Points, across: ArrayLike, along: ArrayLike, normal: ArrayLike, square: float = 2.0) -> Points:
    """(rings * AROUND, 3) points round ``line`` (rings, 3).

    The section's half axes are ``along`` (rings,) in the direction of ``normal`` (made square to the line) and
    ``across`` (rings,) beside it; ``square`` 2 is an ellipse, more a rectangle.
    """
    run = np.gradient(line, axis=0)
    run /= np.linalg.norm(run, axis=1, keepdims=True) + 1e-12
    out = np.broadcast_to(np.asarray(normal, float), line.shape)
    out = out - (out * run).sum(1, keepdims=True) * run
    out = out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)
    side = np.cross(run, out)
    turn = np.arange(AROUND) * 2 * np.pi / AROUND
    cos, sin = (np.sign(f) * np.abs(f) ** (2 / square) for f in (np.cos(turn), np.sin(turn)))
    a, b = (np.broadcast_to(np.asarray(half, float), len(line))[:, None, None] for half in (across, along))
    ring = a * cos[:, None] * side[:, None] + b * sin[:, None] * out[:, None]
    return (line[:, None] + ring).reshape(-1, 3)


def resampled(corners: Points, values: ArrayLike, count: int) -> tuple[Points, NDArray[np.float64]]:
    """``count`` points evenly along a bent line (k, 3), and the ``values`` (k,) there."""
    length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))]
    at = np.linspace(0, length[-1], count)
    line = np.stack([np.interp(at, length, corners[:, k]) for k in range(3)], 1)
    return line, np.interp(at, length, np.asarray(values, float))


def rounded(corners: Points, radii: ArrayLike, count: int) -> tuple[Points, NDArray[np.float64]]:
    """:func:`resampled` with a round tip: the last rings close over half a ball."""
    line, radius = resampled(corners, radii, count - 2)
    run = line[-1] - line[-2]
    run /= np.linalg.norm(run) + 1e-12
    tip = np.array([0.6, 0.93])[:, None] * radius[-1] * run
    return np.concatenate([line, line[-1] + tip]), np.r_[radius, radius[-1] * 0.78, radius[-1] * 0.3]
