# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies behind the rendered heads: pieces of the CC0 environments, gradients and random shapes, in linear light."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from weights.colour import to_linear
from weights.render import light

SIDE: Final = 128
_TABLE: Final = to_linear(np.arange(256) / 255).astype(np.float32)


def _environment(rng: np.random.Generator, panorama: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A window of a panorama, some of them out of focus."""
    height, width = panorama.shape[:2]
    side = int(rng.uniform(30, 150))
    x, y = int(rng.integers(width)), int(np.clip(rng.normal(0.5, 0.1) * height - side / 2, 0, height - side))
    window = np.take(panorama[y : y + side], np.arange(x, x + side), axis=1, mode="wrap")
    picture = cv2.resize(_TABLE[window], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.6:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 5))
    return picture * np.float32(rng.uniform(0.4, 1.2))


def _colours(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """(count, 3) linear colours, more often dull than bright, as walls and clothes are."""
    grey, tint = rng.random((count, 1)) ** 2, rng.random((count, 3)) ** 2
    return grey + (tint - grey) * rng.random() ** 1.5


def _gradient(rng: np.random.Generator) -> NDArray[np.float32]:
    first, last = _colours(rng, 2)
    ramp = np.linspace(0, 1, SIDE)[:, None, None]
    ramp = ramp if rng.random() < 0.5 else ramp.transpose(1, 0, 2)
    return np.broadcast_to(first * (1 - ramp) + last * ramp, (SIDE, SIDE, 3)).astype(np.float32)


def _shapes(rng: np.random.Generator) -> NDArray[np.float32]:
    """Rectangles, discs, lines and polygons: edges at any place and angle."""
    base, *colours = _colours(rng, int(rng.integers(3, 15)))
    picture = np.full((SIDE, SIDE, 3), base * rng.uniform(0.1, 1), np.float32)
    for colour in (colour.tolist() for colour in colours):
        points = rng.integers(-20, SIDE + 20, (4, 2)).astype(np.int32)
        kind = rng.integers(4)
        if kind == 0:
            cv2.rectangle(picture, points[0].tolist(), points[1].tolist(), colour, -1)
        elif kind == 1:
            cv2.circle(picture, points[0].tolist(), int(rng.integers(3, SIDE // 2)), colour, -1)
        elif kind == 2:
            cv2.line(picture, points[0].tolist(), points[1].tolist(), colour, int(rng.integers(1, 12)))
        else:
            cv2.fillPoly(picture, [points], colour)
    if rng.random() < 0.7:
        cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 8), picture)
    return picture


def _clouds(rng: np.random.Generator) -> NDArray[np.float32]:
    """Noise of several octaves around 0, deviation about 1."""
    total = np.zeros((SIDE, SIDE, 3), np.float32)
    for cells in (4, 8, 16, 32):
        coarse = rng.normal(0, 4 / cells, (cells, cells, 1 if rng.random() < 0.7 else 3))
        fine = cv2.resize(coarse.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        total += fine.reshape(SIDE, SIDE, -1)
    return total


def draw(rng: np.random.Generator, split: str) -> NDArray[np.float32]:
    """(128, 128, 3) linear RGB, mostly 0..1. ``split``: the environments of "train" or "test"."""
    kind = rng.random()
    if kind < 0.45:
        names = light.names(split)
        return np.clip(_environment(rng, light.panoramas()[names[rng.integers(len(names))]]), 0, 3)
    picture = _gradient(rng) if kind < 0.6 else _shapes(rng)
    return np.clip(picture * (1 + _clouds(rng) * np.float32(rng.uniform(0, 0.35))), 0, 2)


def window(rng: np.random.Generator, picture: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """A random part of a background, at least half its side, mirrored or not, as (size, size, 3)."""
    side = int(rng.integers(SIDE // 2, SIDE + 1))
    x, y = rng.integers(0, SIDE - side + 1, 2)
    part = picture[y : y + side, x : x + side]
    part = part[:, ::-1] if rng.random() < 0.5 else part
    return np.asarray(cv2.resize(part, (size, size), interpolation=cv2.INTER_LINEAR), np.float32)
