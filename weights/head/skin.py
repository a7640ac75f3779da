# SPDX-License-Identifier: GPL-3.0-or-later
"""Skin and inside of the mouth, cut off along an edge loop below the neck."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from weights.face import BaseMesh, regions

from .neck import above, neck_loop
from .part import Part


def kept_faces(mesh: BaseMesh) -> NDArray[np.bool_]:
    """Faces (F,) of head, neck, mouth cavity and eye sockets."""
    return above(mesh, neck_loop(mesh), regions.islands(mesh) == 0) | inner_faces(mesh)


def inner_faces(mesh: BaseMesh) -> NDArray[np.bool_]:
    """Faces (F,) of mouth cavity and eye sockets."""
    return regions.mouth_cavity(mesh) | regions.eye_socket(mesh, 1) | regions.eye_socket(mesh, -1)


def skin_part(mesh: BaseMesh, shape: NDArray[np.floating], units: NDArray[np.floating]) -> Part:
    """The skin on a face of ``shape`` (N, 3). Its texture coordinates are still those of the base mesh."""
    kept = kept_faces(mesh)
    used, faces = np.unique(mesh.quads[kept], return_inverse=True)
    seen, corners = np.unique(mesh.corners[kept], return_inverse=True)
    return Part(
        vertices=shape[used],
        units=units[:, used],
        faces=faces.reshape(-1, 4),
        corners=corners.reshape(-1, 4),
        uv=mesh.uv[seen],
        materials=np.where(inner_faces(mesh)[kept], "mouth", "skin"),
    )
