# SPDX-License-Identifier: GPL-3.0-or-later
"""Meshes that ride on the base mesh: hair, brows, lashes, teeth, tongue, bound by MakeHuman's ``.mhclo``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .mesh import read_obj

_AXES = "xyz"


@dataclass(frozen=True)
class Proxy:
    """A mesh of n vertices, each the weighted sum of three base vertices plus an offset that grows with the head.

    ``base`` (n, 3) base vertex indices, ``weights`` (n, 3), ``offset`` (n, 3) in units of ``scale``: per axis the two
    base vertices ``scale_vertices`` (3, 2) whose distance along it, divided by ``scale_length`` (3,), scales it.
    ``faces`` (f, 4) vertex and ``corners`` (f, 4) uv indices, a triangle repeats its last corner; ``uv`` (k, 2), v up.
    """

    base: NDArray[np.int32]
    weights: NDArray[np.float32]
    offset: NDArray[np.float32]
    scale_vertices: NDArray[np.int32]
    scale_length: NDArray[np.float32]
    faces: NDArray[np.int32]
    corners: NDArray[np.int32]
    uv: NDArray[np.float32]

    def fit(self, posed: NDArray[np.floating], neutral: NDArray[np.floating]) -> NDArray[np.float64]:
        """Vertices (n, 3) on a face. The offsets take their size from the neutral one, so no expression scales them."""
        ends = neutral[self.scale_vertices, np.arange(3)[:, None]]
        scale = np.abs(ends[:, 0] - ends[:, 1]) / self.scale_length
        return self.follow(posed) + self.offset * scale

    def follow(self, delta: NDArray[np.floating]) -> NDArray[np.float64]:
        """The linear part of ``fit``: what a displacement (N, 3) of the base vertices does to them, (n, 3)."""
        return np.einsum("nk,nkc->nc", self.weights.astype(np.float64), delta[self.base])


def read_mhclo(path: Path) -> Proxy:
    """A proxy whose indices are those of base.obj. Raises ``ValueError`` for a file without a usable binding."""
    rows: list[list[float]] = []
    ends, length = np.zeros((3, 2), np.int32), np.ones(3, np.float32)
    mesh = path.with_suffix(".obj")
    bound = False
    for line in path.read_text("utf-8", "replace").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            axis = _AXES.index(words[0][0])
            ends[axis], length[axis] = (int(words[1]), int(words[2])), float(words[3])
        elif words[0] == "obj_file":
            mesh = path.parent / words[1]
        elif words[0] == "verts":
            bound = True
        elif words[0] == "delete_verts":
            break
        elif bound and words[0].isdigit():
            row = [float(word) for word in words]
            rows.append(row if len(row) == 9 else row * 3 + [1, 0, 0, 0, 0, 0])
    obj = read_obj(mesh)
    if len(rows) < len(obj.vertices):
        raise ValueError(f"{path} binds {len(rows)} of {len(obj.vertices)} vertices of {mesh.name}.")
    table = np.array(rows[: len(obj.vertices)])
    return Proxy(
        base=table[:, :3].astype(np.int32),
        weights=table[:, 3:6].astype(np.float32),
        offset=table[:, 6:].astype(np.float32),
        scale_vertices=ends,
        scale_length=length,
        faces=_four(obj.faces),
        corners=_four(obj.corners),
        uv=obj.uv.astype(np.float32),
    )


def _four(faces: list[list[int]]) -> NDArray[np.int32]:
    return np.array([face if len(face) == 4 else [*face, face[-1]] for face in faces], np.int32)
