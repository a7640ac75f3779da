# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the picture of the skin from the head's shape and MakeHuman's masks; reads and writes pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from weights.face import BaseMesh, data_folder
from weights.face.regions import mask_weight

from . import atlas
from .complexion import Landmarks, paint
from .eyes import socket
from .part import Part

HAIR_SHADE: Final = 0.12
"""The scalp takes the colour of hair that lies closer to it than about this, dm."""
_OPAQUE: Final = 128


def skin_picture(
    mesh: BaseMesh, shape: NDArray[np.floating], skin: Part, placed: Part, hair: Part, hair_picture: Path
) -> NDArray[np.float32]:
    """sRGB 0..1 (h, w, 3) for ``placed``, the ``skin`` with the coordinates of its new picture."""
    chart = atlas.chart(placed, skin.uv, _cover(skin, hair, hair_picture))
    masks = data_folder() / "mpfb2/textures"
    lips, lids = (_sample(masks / f"mpfb_{name}.jpg", chart.source) for name in ("lips", "eyelids"))
    return atlas.bleed(paint(chart, _landmarks(mesh, shape, skin), lips, lids), chart.covered)


def save(picture: NDArray[np.floating], path: Path) -> None:
    """Write an sRGB picture 0..1 as a JPEG."""
    Image.fromarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)).save(path, quality=88)


def _landmarks(mesh: BaseMesh, shape: NDArray[np.floating], skin: Part) -> Landmarks:
    eye, _ = socket(mesh, shape, "l")
    weight = mask_weight(data_folder(), mesh, "lips")[mesh.corners].min(axis=1)
    mouth = shape[np.unique(mesh.quads[weight > 0.5])].mean(axis=0)
    point = skin.vertices
    above = point[:, 1] > mouth[1]
    nose = np.argmax(np.where(np.abs(point[:, 0]) < 0.05, point[:, 2], -np.inf))
    return Landmarks(eye, point[nose], mouth, point[np.argmax(np.where(above, point[:, 0], -np.inf))])


def _cover(skin: Part, hair: Part, picture: Path) -> NDArray[np.float64]:
    with Image.open(picture) as opened:
        alpha = np.asarray(opened.convert("RGBA"))[..., 3]
    size = np.array(alpha.shape[::-1])
    column, row = np.clip((hair.uv[hair.corners].mean(axis=1) * [1, -1] + [0, 1]) * size, 0, size - 1).astype(int).T
    strands = hair.vertices[hair.faces].mean(axis=1)[alpha[row, column] > _OPAQUE]
    nearest = np.array([((strands - point) ** 2).sum(axis=1).min() for point in skin.vertices])
    return np.exp(-nearest / HAIR_SHADE**2)


def _sample(picture: Path, uv: NDArray[np.floating]) -> NDArray[np.float32]:
    with Image.open(picture) as opened:
        mask = np.asarray(opened.convert("L")).astype(np.float32) / 255
    at = np.clip((uv * [1, -1] + [0, 1]) * mask.shape[::-1] - 0.5, 0, np.array(mask.shape[::-1]) - 1.001)
    column, row = np.floor(at).astype(int).T
    x, y = (at - np.floor(at)).T
    upper = mask[row, column] * (1 - x) + mask[row, column + 1] * x
    lower = mask[row + 1, column] * (1 - x) + mask[row + 1, column + 1] * x
    return (upper * (1 - y) + lower * y).astype(np.float32)
