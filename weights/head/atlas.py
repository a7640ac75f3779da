# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of the skin: where on it each point of the skin lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .part import Part

SIZE: Final = (2048, 1536)
"""Width and height in pixels."""

_SCALE: Final = 0.98 * SIZE[0] / 0.669
"""Pixels per unit of MakeHuman's texture map: the head fills the width."""


@dataclass(frozen=True)
class Chart:
    """What lies at each covered pixel of the picture.

    ``covered`` (h, w), row 0 the top; for its p covered pixels ``point`` (p, 3) of the skin in dm, ``source`` (p, 2)
    the MakeHuman uv, ``cover`` (p,) how much hair lies over it.
    """

    covered: NDArray[np.bool_]
    point: NDArray[np.float32]
    source: NDArray[np.float32]
    cover: NDArray[np.float32]


def place(uv: NDArray[np.floating]) -> NDArray[np.float64]:
    """MakeHuman's texture coordinates (k, 2) in the picture of the head, (k, 2) 0..1, v up.

    The map of the head lies on its side there and is set upright; that of the neck goes below it.
    """
    head = uv[:, 0] > 0.6
    upright = np.where(head[:, None], np.stack([uv[:, 1], -uv[:, 0]], axis=1), uv)
    corner = np.where(head[:, None], [0.149, -0.994], [0.05, 0.84])
    base = np.where(head[:, None], [0.01 * SIZE[0], 0.29 * SIZE[1]], [0.01 * SIZE[0], 0.01 * SIZE[1]])
    return (base + (upright - corner) * _SCALE) / SIZE


def chart(placed: Part, source: NDArray[np.floating], cover: NDArray[np.floating]) -> Chart:
    """Draw the faces of material ``skin`` of a part whose ``uv`` are those of the picture.

    ``source`` (k, 2) are MakeHuman's coordinates of the same corners, ``cover`` (n,) the hair over each vertex.
    """
    width, height = SIZE
    drawn = np.zeros((height, width, 6), np.float32)
    covered = np.zeros((height, width), bool)
    pixel = placed.uv * SIZE * [1, -1] + [0, height] - 0.5
    skin = placed.materials == "skin"
    for face, corner in zip(placed.faces[skin], placed.corners[skin], strict=True):
        for pick in ((0, 1, 2), (0, 2, 3)):
            index, at = corner[list(pick)], face[list(pick)]
            low = np.maximum(np.floor(pixel[index].min(axis=0)).astype(int) - 1, 0)
            high = np.minimum(np.ceil(pixel[index].max(axis=0)).astype(int) + 2, SIZE)
            x, y = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]))
            share = _barycentric(pixel[index], x, y)
            inside = (share > -0.02).all(axis=-1)
            values = np.c_[placed.vertices[at], source[index], cover[at]]
            drawn[y[inside], x[inside]] = share[inside] @ values
            covered[y[inside], x[inside]] = True
    values = drawn[covered]
    return Chart(covered, values[:, :3], values[:, 3:5], values[:, 5])


def _barycentric(triangle: NDArray[np.float64], x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.float64]:
    a, b, c = triangle
    area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    second = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / (area or 1e-12)
    third = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / (area or 1e-12)
    return np.stack([1 - second - third, second, third], axis=-1)


def bleed(picture: NDArray[np.float32], covered: NDArray[np.bool_], steps: int = 12) -> NDArray[np.float32]:
    """Carry the colours (h, w, 3) outwards by ``steps`` pixels and their mean beyond, so that no seam shows."""
    filled, known = np.where(covered[..., None], picture, 0.0), covered.astype(np.float32)
    for _ in range(steps):
        total, count = np.zeros_like(filled), np.zeros_like(known)
        for shift in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            total += np.roll(filled * known[..., None], shift, (0, 1))
            count += np.roll(known, shift, (0, 1))
        fresh = (known == 0) & (count > 0)
        filled[fresh] = total[fresh] / count[fresh, None]
        known[fresh] = 1.0
    filled[known == 0] = picture[covered].mean(axis=0)
    return filled
