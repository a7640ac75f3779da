# SPDX-License-Identifier: GPL-3.0-or-later
"""Augmented crops of the renders, with the truth about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridge.basis import fold
from bridge.crop import crop_roll
from bridge.rotation import about_z, multiply

from . import backgrounds, compose
from .detections import Detections
from .labels import mirror_gaze, mirror_rotation, mirror_units
from .place import jittered, located, mirrored, placed
from .renders import Block, Renders


@dataclass(frozen=True)
class Sample:
    """One crop as the network meets it, and ``sharp`` as no video spoiled it (``compose.pair``), with the truth about
    it; all of it mirrored where ``flipped``.

    ``units`` (29,); ``rotation`` (4,) of the head relative to the crop; ``gaze`` (2,) radians; ``place`` (3,) of the
    head (``place.located``); ``covered`` share of the face that is hidden; ``index`` its render's row in the block;
    ``take`` its take's number.
    """

    crop: NDArray[np.uint8]
    sharp: NDArray[np.uint8]
    units: NDArray[np.float32]
    rotation: NDArray[np.float32]
    gaze: NDArray[np.float32]
    place: NDArray[np.float32]
    covered: float
    index: int
    take: int
    flipped: bool


def turned_back(rotation: NDArray[np.floating], roll: float) -> NDArray[np.float32]:
    """(4,) quaternion in the picture's camera frame to that of a crop rolled by ``roll``: Rz(-roll) R."""
    turned = multiply(about_z(-roll), rotation)
    return (turned if turned[0] >= 0 else -turned).astype(np.float32)


def samples(renders: Renders, block: Block, detections: Detections, seed: int) -> Iterator[Sample]:
    """One augmented crop of each of the block's renders on which the detector found a face; determined by ``seed``."""
    for row, i in enumerate(block.rows):
        if not detections.found[row]:
            continue
        rng = np.random.default_rng((seed, block.name, row))
        matrix = jittered(rng, placed(detections.boxes[row], detections.eyes[row]))
        units, rotation = fold(renders.members[i]), turned_back(renders.rotation[i], crop_roll(matrix))
        gaze = renders.gaze[i]
        flipped = bool(rng.random() < 0.5)
        if flipped:
            matrix, units, rotation = mirrored(matrix), mirror_units(units), mirror_rotation(rotation)
            gaze = mirror_gaze(gaze)
        seen, sharp = compose.pair(rng, renders[i], matrix, backgrounds.draw(rng, renders.split))
        place = located(matrix, renders.pivot[i], float(renders.scale[i]))
        covered, take = float(renders.covered[i]), int(renders.take[i])
        yield Sample(seen, sharp, units, rotation, gaze, place, covered, row, take, flipped)
