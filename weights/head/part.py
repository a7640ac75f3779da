# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the head and how they become one mesh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Part:
    """n vertices (n, 3) and their displacements (29, n, 3) in dm, in the frame of ``weights.face``.

    ``faces`` (f, 4) and ``corners`` (f, 4) index ``vertices`` and ``uv`` (k, 2); a triangle repeats its last corner.
    ``materials`` (f,) names the material of each face.
    """

    vertices: NDArray[np.floating]
    units: NDArray[np.floating]
    faces: NDArray[np.integer]
    corners: NDArray[np.integer]
    uv: NDArray[np.floating]
    materials: NDArray[np.str_]


def join(parts: list[Part]) -> Part:
    """One part with the vertices, faces and texture coordinates of all, in order."""
    first = np.cumsum([0] + [len(part.vertices) for part in parts])
    first_uv = np.cumsum([0] + [len(part.uv) for part in parts])
    return Part(
        vertices=np.concatenate([part.vertices for part in parts]),
        units=np.concatenate([part.units for part in parts], axis=1),
        faces=np.concatenate([part.faces + start for part, start in zip(parts, first, strict=False)]),
        corners=np.concatenate([part.corners + start for part, start in zip(parts, first_uv, strict=False)]),
        uv=np.concatenate([part.uv for part in parts]),
        materials=np.concatenate([part.materials for part in parts]),
    )
