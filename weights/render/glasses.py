# SPDX-License-Identifier: GPL-3.0-or-later
"""Glasses: rims, bridge and temples as square tubes, and two lenses, fitted to the eyes of a head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROUND: Final = 20  # points of a rim
SECTION: Final = 4  # points around a tube
OPAQUE: Final = 0.7
EAR: Final = (0.86, -1.25)  # how far the temples reach to the side and back, dm


@dataclass(frozen=True)
class Glasses:
    """Half ``width`` and ``height`` of a lens, radius of the ``tube``, place before the eyes, all in dm.

    ``squareness`` 2 is an ellipse, more a rectangle; ``colour`` of the frame, linear; opacity of the ``lens``, 0..1,
    and its ``tint``; ``window``: place of a mirrored window (sines of the angle) and its brightness, 0 for none.
    """

    width: float
    height: float
    squareness: float
    tube: float
    forward: float
    lift: float
    colour: tuple[float, float, float]
    lens: float
    tint: tuple[float, float, float]
    window: tuple[float, float, float]

    @property
    def dark(self) -> bool:
        """The eyes cannot be seen."""
        return self.lens >= OPAQUE


def sample(rng: np.random.Generator) -> Glasses:
    """Rimless to thick; clear, tinted or, one in nine, dark."""
    colour = rng.random(3) ** 3 * 0.6 if rng.random() < 0.4 else np.full(3, rng.uniform(0.004, 0.12))
    lens = float(rng.choice((0.03, 0.12, rng.uniform(0.3, 0.7), rng.uniform(0.85, 1.0)), p=(0.68, 0.13, 0.08, 0.11)))
    tint = rng.random(3) * 0.12 if lens > 0.2 else np.full(3, 0.01)
    return Glasses(
        width=rng.uniform(0.19, 0.29),
        height=rng.uniform(0.13, 0.25),
        squareness=rng.uniform(1.4, 4.5),
        tube=rng.uniform(0.006, 0.016) if rng.random() < 0.55 else rng.uniform(0.018, 0.042),
        forward=rng.uniform(0.16, 0.24),
        lift=rng.uniform(-0.07, 0.03),
        colour=tuple(float(c) for c in colour),  # pyright: ignore[reportArgumentType]
        lens=lens,
        tint=tuple(float(c) for c in tint),  # pyright: ignore[reportArgumentType]
        window=(rng.normal(0, 0.35), rng.normal(0.15, 0.3), float(rng.random() < 0.25) * rng.uniform(0.1, 0.8)),
    )


def _tube(line: NDArray[np.float64], radius: float, closed: bool) -> NDArray[np.float64]:
    """(n, 3) centre line to (n * SECTION, 3) points around it."""
    along = np.roll(line, -1, 0) - np.roll(line, 1, 0)
    if not closed:
        along[0], along[-1] = line[1] - line[0], line[-1] - line[-2]
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    up = np.where(np.abs(along[:, 2:]) > 0.9, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    u = np.cross(along, up)
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    w = np.cross(along, u)
    turn = np.arange(SECTION) * 2 * np.pi / SECTION
    ring = np.cos(turn)[:, None] * u[:, None] + np.sin(turn)[:, None] * w[:, None]
    return (line[:, None] + radius * ring).reshape(-1, 3)


def _tube_triangles(first: int, count: int, closed: bool) -> list[tuple[int, int, int]]:
    triangles = []
    for i in range(count if closed else count - 1):
        here, there = first + i * SECTION, first + (i + 1) % count * SECTION
        for k in range(SECTION):
            n = (k + 1) % SECTION
            triangles += [(here + k, here + n, there + k), (here + n, there + n, there + k)]
    return triangles


@cache
def frame_triangles() -> NDArray[np.int32]:
    """(t, 3) triangles of the frame: per side a rim and a temple, then the bridge."""
    triangles: list[tuple[int, int, int]] = []
    first = 0
    for count, closed in ((ROUND, True), (3, False)) * 2 + ((3, False),):
        triangles += _tube_triangles(first, count, closed)
        first += count * SECTION
    return np.array(triangles, np.int32)


@cache
def lens_triangles() -> NDArray[np.int32]:
    """(2 * ROUND, 3) fans around the two lens centres, which come last in the vertices of :func:`build`."""
    fans = []
    for side in range(2):
        centre = side * (ROUND + 1)
        fans += [(centre, centre + 1 + i, centre + 1 + (i + 1) % ROUND) for i in range(ROUND)]
    return np.array(fans, np.int32)


def build(glasses: Glasses, eyes: NDArray[np.floating]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Vertices of the frame (212, 3) and of the lenses (42, 3) before the eye centres (2, 3), subject's left first."""
    turn = np.arange(ROUND) * 2 * np.pi / ROUND
    cos, sin = np.cos(turn), np.sin(turn)
    power = 2 / glasses.squareness
    across = glasses.width * np.sign(cos) * np.abs(cos) ** power
    upward = glasses.height * np.sign(sin) * np.abs(sin) ** power
    front = float(eyes[:, 2].max()) + glasses.forward
    frame, lenses, inner = [], [], []
    for eye, side in zip(eyes, (1.0, -1.0), strict=True):
        x, y = eye[0] + side * 0.02, eye[1] + glasses.lift
        back = 0.25 * np.maximum(across * side, 0)  # the frame bends round the face
        rim = np.stack([x + across, y + upward, front - back], 1)
        hinge = np.array([x + side * glasses.width, y + glasses.height * 0.4, front - 0.06])
        ear = np.array([side * EAR[0], y + glasses.height * 0.3, front + EAR[1]])
        temple = np.stack([hinge, hinge + (ear - hinge) * 0.12 + (side * 0.05, 0, 0), ear])
        frame += [_tube(rim, glasses.tube, True), _tube(temple, glasses.tube, False)]
        lenses += [np.array([[x, y, front]]), rim]
        inner.append(np.array([x - side * (glasses.width - 0.02), y + glasses.height * 0.3, front]))
    bridge = np.stack([inner[0], (inner[0] + inner[1]) / 2 + (0, 0.02, 0.02), inner[1]])
    return np.concatenate([*frame, _tube(bridge, glasses.tube, False)]), np.concatenate(lenses)
