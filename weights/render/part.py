# SPDX-License-Identifier: GPL-3.0-or-later
# pyright: reportMissingImports=false
"""Parts of a figure: triangle meshes whose vertices split where the texture does, with fast normals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Part:
    """A mesh of n rendered vertices made from m shared ones.

    ``source`` (n,) the shared vertex behind each, ``uv`` (n, 2) with v up, ``canonical`` (n, 3) where it lies on the
    base mesh (the shaders' patterns live there), ``triangles`` (t, 3) of rendered and ``faces`` (t, 3) of shared
    vertices, ``around`` (m, t) sums the triangles around each shared vertex.
    """

    source: NDArray[np.int64]
    uv: NDArray[np.float32]
    canonical: NDArray[np.float32]
    triangles: NDArray[np.int32]
    faces: NDArray[np.int32]
    around: csr_matrix

    def vertices(self, shared: NDArray[np.floating]) -> NDArray[np.float32]:
        """(m, 3) shared positions to (n, 6) rendered position and normal (as long as the area around it)."""
        corner = shared[self.faces]
        u, v = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
        flat = np.empty_like(u)  # np.cross is several times slower
        flat[:, 0] = u[:, 1] * v[:, 2] - u[:, 2] * v[:, 1]
        flat[:, 1] = u[:, 2] * v[:, 0] - u[:, 0] * v[:, 2]
        flat[:, 2] = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
        return np.concatenate([shared, self.around @ flat], 1, dtype=np.float32)[self.source]


def triangulate(
    quads: NDArray[np.integer], corners: NDArray[np.integer]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Faces (f, 4) and their uv indices as triangles (t, 3), without the empty half of a face that repeats its last."""
    whole = quads[:, 2] != quads[:, 3]

    def split(four: NDArray[np.integer]) -> NDArray[np.int32]:
        return np.concatenate([four[:, :3], four[whole][:, (0, 2, 3)]]).astype(np.int32)

    return split(quads), split(corners)


def make_part(
    faces: NDArray[np.int32],
    corners: NDArray[np.int32] | None,
    uv: NDArray[np.float32] | None,
    canonical: NDArray[np.floating],
) -> Part:
    """From triangles of shared vertices (t, 3) with their uv indices, or without a texture; ``canonical`` is (m, 3)."""
    count = len(canonical)
    if corners is None or uv is None:
        corners, uv = faces, np.zeros((count, 2), np.float32)
    pairs = np.stack([faces.ravel(), corners.ravel()], 1)
    unique, triangles = np.unique(pairs, axis=0, return_inverse=True)
    ones = np.ones(faces.size, np.float32)
    around = csr_matrix((ones, (faces.ravel(), np.repeat(np.arange(len(faces)), 3))), shape=(count, len(faces)))
    return Part(
        source=unique[:, 0].astype(np.int64),
        uv=uv[unique[:, 1]],
        canonical=canonical[unique[:, 0]].astype(np.float32),
        triangles=triangles.reshape(-1, 3).astype(np.int32),
        faces=faces.astype(np.int32),
        around=around,
    )
