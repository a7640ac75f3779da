# SPDX-License-Identifier: GPL-3.0-or-later
"""The joints of a skinned head as linear keys, for who wants one mesh and no armature.

A rotation is no linear displacement: a key is exact at its full angle and shortens on the way."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .model import Components, Joints

Array = NDArray[np.float64]

TURNS: Final[tuple[tuple[str, str, int, float, float], ...]] = (
    # key, joint, axis (x left, y up, z forward), radians at 1, lowest value
    ("jawOpen", "jaw", 0, 0.45, 0.0),
    ("jawSide", "jaw", 1, 0.15, -1.0),
    ("neckDown", "neck", 0, 0.5, -1.0),
    ("neckLeft", "neck", 1, 0.5, -1.0),
    ("neckTilt", "neck", 2, 0.5, -1.0),
)
"""jawOpen opens; jawSide and neckLeft turn to the subject's left; neckDown nods; neckTilt tilts to its own right."""


def as_keys(joints: Joints, mean: NDArray[np.floating], pose: NDArray[np.floating] | None) -> Components:
    """A key for each of ``TURNS`` whose joint there is. ``mean`` (N, 3) with y up; ``pose`` (N, 3, 9 (J - 1)):
    corrective displacements for the numbers of the rotation matrices less the identity, or None."""
    turns = [turn for turn in TURNS if turn[1] in joints.names]
    deltas = [_posed(joints, mean, pose, joints.names.index(turn[1]), turn[2], turn[3]) - mean for turn in turns]
    return Components(
        tuple(turn[0] for turn in turns),
        np.asarray(deltas, np.float32).reshape(len(turns), *mean.shape),
        tuple(turn[4] for turn in turns),
        (1.0,) * len(turns),
    )


def _posed(
    joints: Joints, mean: NDArray[np.floating], pose: NDArray[np.floating] | None, joint: int, axis: int, angle: float
) -> Array:
    """Vertices with one joint turned, by linear blend skinning."""
    turn = _rotation(axis, angle)
    shape = mean.astype(np.float64)
    if pose is not None and joint > 0:
        shape = shape + pose[:, :, 9 * (joint - 1) : 9 * joint] @ (turn - np.eye(3)).ravel()
    moving = [joint]
    for index, parent in enumerate(joints.parents):
        if parent in moving:
            moving.append(index)
    share = joints.weights[:, moving].sum(1, dtype=np.float64)[:, None]
    place = joints.places[joint].astype(np.float64)
    return shape + share * ((shape - place) @ turn.T + place - shape)


def _rotation(axis: int, angle: float) -> Array:
    turn = np.eye(3)
    first, second = (axis + 1) % 3, (axis + 2) % 3
    turn[first, first] = turn[second, second] = np.cos(angle)
    turn[second, first], turn[first, second] = np.sin(angle), -np.sin(angle)
    return turn
