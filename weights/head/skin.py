# SPDX-License-Identifier: GPL-3.0-or-later
"""Skin and inside of the mouth, cut off along an edge loop below the neck."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from weights.face import BaseMesh, regions

from .part import Part

NECK_RINGS: Final = 4
"""Rings of faces kept below the seam that runs around the upper neck; the last one ends where no unit moves a thing."""


def kept_faces(mesh: BaseMesh) -> NDArray[np.bool_]:
    """Faces (F,) of head, neck, mouth cavity and eye sockets."""
    island = regions.islands(mesh)
    head = island == 0
    kept = head | inner_faces(mesh)
    trunk = (island == 1) & (mesh.part == "body")
    reached = np.unique(mesh.quads[head])
    for _ in range(NECK_RINGS):
        ring = trunk & ~kept & np.isin(mesh.quads, reached).any(axis=1)
        kept |= ring
        reached = np.unique(mesh.quads[ring])
    return kept


def inner_faces(mesh: BaseMesh) -> NDArray[np.bool_]:
    """Faces (F,) of mouth cavity and eye sockets."""
    return regions.mouth_cavity(mesh) | regions.eye_socket(mesh, 1) | regions.eye_socket(mesh, -1)


def border(faces: NDArray[np.integer]) -> NDArray[np.int64]:
    """Vertices on the open edges of ``faces`` (f, 4): edges that one face alone has."""
    edges = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    edge, count = np.unique(edges, axis=0, return_counts=True)
    return np.unique(edge[count == 1])


def skin_part(mesh: BaseMesh, shape: NDArray[np.floating], units: NDArray[np.floating]) -> Part:
    """The skin on a face of ``shape`` (N, 3). Its texture coordinates are still those of the base mesh.

    The border loop is held still, so that a body can be joined to it; no unit moves it by more than 0.2 mm.
    """
    kept = kept_faces(mesh)
    used, faces = np.unique(mesh.quads[kept], return_inverse=True)
    seen, corners = np.unique(mesh.corners[kept], return_inverse=True)
    faces = faces.reshape(-1, 4)
    moved = units[:, used].copy()
    moved[:, border(faces)] = 0.0
    return Part(
        vertices=shape[used],
        units=moved,
        faces=faces,
        corners=corners.reshape(-1, 4),
        uv=mesh.uv[seen],
        materials=np.where(inner_faces(mesh)[kept], "mouth", "skin"),
    )
