# SPDX-License-Identifier: GPL-3.0-or-later
"""Eyeballs: spheres that look straight ahead, with a slight cornea."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import UNITS
from weights.face import BaseMesh

from .part import Part

SEGMENTS: Final = 32
IRIS: Final = 0.42
"""Angle between the axis of the eye and the edge of the iris, radians: 5.9 mm on the ball of MakeHuman's eye."""
PUPIL: Final = 0.36
"""Radius of the pupil in that of the iris."""
EDGE: Final = 0.5 * np.pi
"""Angle at which the picture of the eye ends; what lies behind is never seen."""
CORNEA: Final = 0.035
"""How far the cornea stands out of the ball, in radii."""


def socket(mesh: BaseMesh, shape: NDArray[np.floating], side: str) -> tuple[NDArray[np.float64], float]:
    """Centre (3,) and radius of the eye on a face of ``shape`` (N, 3); ``side`` is ``l`` or ``r``, the subject's."""
    ball = shape[mesh.groups[f"helper-{side}-eye"]]
    centre = (ball.min(axis=0) + ball.max(axis=0)) / 2
    return centre, float(np.linalg.norm(ball - centre, axis=1).mean())


def eye_part(centre: NDArray[np.floating], radius: float) -> Part:
    """One eyeball. The picture is laid on by angle: the middle is the pupil, the rim ``EDGE`` from the axis.

    Rings of vertices lie on the edges of pupil and iris, whose faces have materials of their own: Solid shows a gaze.
    """
    white = IRIS + (np.pi - IRIS) * np.linspace(0, 1, 15)[1:-1] ** 1.2
    spread = np.r_[IRIS * np.array([0.2, PUPIL, 0.6, 0.8, 1.0]), white]
    turn = np.arange(SEGMENTS) * 2 * np.pi / SEGMENTS
    away, around = (grid.ravel() for grid in np.meshgrid(spread, turn, indexing="ij"))
    angle = np.r_[away, 0.0, np.pi]
    direction = np.stack([np.cos(around), np.sin(around)], axis=1)
    flat = np.r_[direction * np.sin(away)[:, None], np.zeros((2, 2))]
    ball = np.c_[flat, np.cos(angle)]
    ball *= 1 + CORNEA * np.clip(1 - (angle / (1.15 * IRIS)) ** 2, 0, 1)[:, None] ** 1.5
    uv = 0.5 + 0.5 * np.r_[direction * np.minimum(away / EDGE, 1.0)[:, None], [[0.0, 0.0], [1.0, 0.0]]]

    ring = np.arange(len(spread) * SEGMENTS).reshape(len(spread), SEGMENTS)
    after = np.roll(ring, -1, axis=1)
    front, back = np.full(SEGMENTS, ring.size), np.full(SEGMENTS, ring.size + 1)
    bands = [np.stack([ring[i], ring[i + 1], after[i + 1], after[i]], axis=1) for i in range(len(spread) - 1)]
    cap = np.stack([front, ring[0], after[0], after[0]], axis=1)
    end = np.stack([ring[-1], back, after[-1], after[-1]], axis=1)
    faces = np.concatenate([cap, *bands, end])
    outer = np.r_[spread, np.pi].repeat(SEGMENTS) / IRIS
    return Part(
        vertices=centre + radius * ball,
        units=np.zeros((len(UNITS), len(ball), 3)),
        faces=faces,
        corners=faces,
        uv=uv,
        materials=np.select([outer < PUPIL + 1e-6, outer < 1 + 1e-6], ["pupil", "iris"], "eye"),
    )
