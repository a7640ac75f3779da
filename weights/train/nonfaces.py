# SPDX-License-Identifier: GPL-3.0-or-later
"""Crops that show no face, or not as the crop rule would: the network must say that it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import backgrounds, compose
from .detections import Detections
from .place import placed
from .renders import Block, Renders
from .rule import RULE

_SEED: Final = 31
_TILES: Final = 3
_BLOTCHES: Final = 0.92


def _elsewhere(rng: np.random.Generator, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The crop beside the face, or a small part of it many times enlarged."""
    middle = np.full(2, RULE.size / 2)
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * np.pi)
        shift = np.array([np.cos(angle), np.sin(angle)]) * rng.uniform(0.55, 0.9) * RULE.size
        return np.column_stack([matrix[:, :2], matrix[:, 2] + shift])
    zoom, aim = rng.uniform(3, 6), rng.uniform(0.25, 0.75, 2) * RULE.size
    return np.column_stack([matrix[:, :2] * zoom, (matrix[:, 2] - aim) * zoom + middle])


def _shuffled(rng: np.random.Generator, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The tiles of a face in another order."""
    side = RULE.size // _TILES
    tiles = [crop[y : y + side, x : x + side] for y in range(0, RULE.size, side) for x in range(0, RULE.size, side)]
    order = rng.permutation(len(tiles))
    rows = [np.hstack([tiles[k] for k in order[i : i + _TILES]]) for i in range(0, len(tiles), _TILES)]
    return np.vstack(rows)


def _blotches(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Spots of any colour, large or small: what nobody rendered must not pass for a face either."""
    cells = int(np.exp(rng.uniform(np.log(3), np.log(48))))
    spots = rng.integers(0, 256, (cells, cells, 3), np.uint8)
    return compose.enlarged(spots)


def nonfaces(renders: Renders, block: Block, detections: Detections, share: float) -> Iterator[NDArray[np.uint8]]:
    """(192, 192, 3) RGB crops, one for about that share of the block's renders: backgrounds alone, places beside the
    face, pieces of it, faces cut up and put together wrongly, composited and degraded as the others, and blotches."""
    for row, i in enumerate(block.rows):
        rng = np.random.default_rng((_SEED, block.name, row))
        if not detections.found[row] or rng.random() >= share:
            continue
        kind, matrix = rng.random(), placed(detections.boxes[row], detections.eyes[row])
        behind = backgrounds.draw(rng, renders.split)
        if kind > _BLOTCHES:
            yield _blotches(rng)
            continue
        if kind < 0.4:
            matrix = matrix + np.array([[0, 0, 10 * RULE.size], [0, 0, 0]])  # nothing of the head is in view
        elif kind < 0.8:
            matrix = _elsewhere(rng, matrix)
        crop = compose.crop(rng, renders[i], matrix, behind)
        yield crop if kind < 0.8 else _shuffled(rng, crop)
