# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the eyeballs behind the lids: on this face the squints press skin through them in places."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.basis import ARKIT
from weights.face import BaseMesh

from .eyes import socket

CLEARANCE: Final = 1.04
"""Least distance of moved skin from the centre of the eye, in radii; the chords between vertices need the rest."""
REACH: Final = 2.0
"""Skin farther from the centre than this many radii is left alone."""


def clear_eyes(expressions: NDArray[np.float32], mesh: BaseMesh, shape: NDArray[np.floating]) -> NDArray[np.float32]:
    """The displacements (52, N, 3) with the squints kept out of the eyeballs of ``shape`` (N, 3), alone and summed.

    What comes too close at full strength is pushed straight away from the eye's centre. Skin that lies closer at rest
    (the inner edge of the lids) may stay as close as it is.
    """
    mended = expressions.copy()
    for side, name in (("l", "Left"), ("r", "Right")):
        centre, radius = socket(mesh, shape, side)
        away = shape - centre
        distance = np.linalg.norm(away, axis=1)
        near = np.intersect1d(np.flatnonzero((distance < REACH * radius) & (away[:, 2] > 0)), mesh.groups["body"])
        least = np.minimum(distance[near], CLEARANCE * radius)
        squint, cheek = ARKIT.index(f"eyeSquint{name}"), ARKIT.index(f"cheekSquint{name}")
        for last, others in ((squint, []), (cheek, []), (cheek, [squint])):
            moved = away[near] + mended[last, near] + mended[others][:, near].sum(axis=0)
            now = np.linalg.norm(moved, axis=1)
            push = np.maximum(least - now, 0.0)
            mended[last, near] += (moved / now[:, None] * push[:, None]).astype(np.float32)
    return mended
