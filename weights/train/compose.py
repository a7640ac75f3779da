# SPDX-License-Identifier: GPL-3.0-or-later
"""From a render without background to a crop as the network will meet it."""

from __future__ import annotations

import copy
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.crop import sample
from weights.colour import LUMINANCE, to_linear

from . import backgrounds, degrade
from .renders import Render
from .rule import RULE

_COARSE: Final = 42
"""Side in the video's pixels of the crop of a face 32 pixels high."""
_SMALLEST: Final = 36
"""The same of the coarsest crops that are learned from."""
_LARGEST: Final = np.array([np.inf, np.inf, np.inf, 1], np.float32)
"""Of light and alpha."""


def _expose(rng: np.random.Generator, crop: NDArray[np.float32], skin: float) -> float:
    """A camera's automatic exposure: dark skin stays darker, and highlights are rarely far out of range."""
    middle = crop[len(crop) // 5 : -len(crop) // 5, len(crop) // 5 : -len(crop) // 5]
    seen = (middle[..., :3] @ LUMINANCE)[middle[..., 3] > 0.9]
    if len(seen) < 50:
        return 1.0
    usual, bright = np.percentile(seen, (60, 96))
    target = float(to_linear(np.clip(rng.normal(0.34 + 0.38 * min(skin, 0.7), 0.13), 0.1, 0.8)))
    return float(min(target / max(usual, 1e-3), rng.uniform(0.75, 1.35) / max(bright, 1e-3)))


def _over(
    rng: np.random.Generator, crop: NDArray[np.float32], skin: float, background: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Composite in linear light."""
    behind = backgrounds.window(rng, background, len(crop)) * np.float32(rng.uniform(0.3, 1.3))
    return crop[..., :3] * np.float32(_expose(rng, crop, skin)) + behind * (1 - crop[..., 3:])


def plain(rng: np.random.Generator, render: Render, background: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The whole render, well lit and sharp, as (S, S, 3) RGB u8: what the detector and the second estimator see."""
    return np.rint(degrade.encode(_over(rng, render.picture, render.skin, background)) * 255).astype(np.uint8)


def _side(rng: np.random.Generator) -> int:
    """The crop's side in the video's own pixels: half of them are as fine as the network sees or finer."""
    if rng.random() < 0.5:
        return RULE.size
    return int(np.exp(rng.uniform(np.log(_SMALLEST), np.log(RULE.size))))


def _photograph(
    rng: np.random.Generator, render: Render, matrix: NDArray[np.floating], background: NDArray[np.float32], side: int
) -> NDArray[np.float32]:
    """(side, side, 3) sRGB, 0..1 but for highlights: composited, lit and graded, and sharp."""
    part = np.clip(sample(render.picture, matrix * (side / RULE.size), side), 0, _LARGEST)  # bicubic overshoots
    picture = degrade.encode(degrade.light(rng, _over(rng, part, render.skin, background)))
    return degrade.grade(rng, picture)


def pair(
    rng: np.random.Generator, render: Render, matrix: NDArray[np.floating], background: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Two (192, 192, 3) RGB u8 crops that ``matrix`` (2, 3; render to crop) selects, composited and lit alike: one as a
    video shows it, coarse, blurred, noisy and compressed; the other as sharp as the network can see it."""
    again = copy.deepcopy(rng)
    _side(again)
    sharp = _photograph(again, render, matrix, background, RULE.size)
    seen, edge = _seen(rng, render, matrix, background)
    return seen, degrade.coded(sharp if edge is None else degrade.cut(edge, sharp))


def crop(
    rng: np.random.Generator, render: Render, matrix: NDArray[np.floating], background: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """The first of the ``pair``."""
    return _seen(rng, render, matrix, background)[0]


def _seen(
    rng: np.random.Generator, render: Render, matrix: NDArray[np.floating], background: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], np.random.Generator | None]:
    """The crop as a video shows it, and what draws the picture's edge again if the crop lies at it."""
    side, edge = _side(rng), None
    picture = degrade.smear(rng, _photograph(rng, render, matrix, background, side))
    if rng.random() < 0.06:
        edge = copy.deepcopy(rng)
        picture = degrade.cut(rng, picture)
    coded = degrade.record(rng, picture)
    return (coded if side == RULE.size else enlarged(coded)), edge


def enlarged(coded: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """To the network's size, as ``bridge.crop.sample`` would."""
    return np.asarray(cv2.resize(coded, (RULE.size, RULE.size), interpolation=cv2.INTER_CUBIC), np.uint8)


def coarsened(crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(n, 192, 192, 3) crops as they would be of faces 32 pixels high: averaged down and enlarged again."""
    small = (cv2.resize(crop, (_COARSE, _COARSE), interpolation=cv2.INTER_AREA) for crop in crops)
    return np.stack([enlarged(np.asarray(crop, np.uint8)) for crop in small])
