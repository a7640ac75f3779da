# SPDX-License-Identifier: GPL-3.0-or-later
"""What the detector finds on the renders: crops are placed by its boxes, errors included, never by the known pose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector

from . import backgrounds, compose
from .keeping import keep
from .place import largest
from .renders import Block, Renders

_SEED: Final = 7


@dataclass(frozen=True)
class Detections:
    """``boxes`` (n, 4) and ``eyes`` (n, 2, 2) in pixels of the render; NaN where no face was found."""

    boxes: NDArray[np.float32]
    eyes: NDArray[np.float32]

    @property
    def found(self) -> NDArray[np.bool_]:
        """(n,)"""
        return np.isfinite(self.boxes[:, 0])


def detect(renders: Renders, block: Block) -> Detections:
    """The largest face of a plain composite of each of the block's renders."""
    detector = Detector()
    boxes, eyes = [], []
    for i in block.rows:
        rng = np.random.default_rng((_SEED, block.name, i - block.start))
        picture = compose.plain(rng, renders[i], backgrounds.draw(rng, renders.split))
        face = largest(detector.detect(np.ascontiguousarray(picture[..., ::-1])))
        boxes.append(np.full(4, np.nan) if face is None else face.box)
        eyes.append(np.full((2, 2), np.nan) if face is None else face.points[:2])
    return Detections(np.array(boxes, np.float32), np.array(eyes, np.float32))


def kept(folder: Path, renders: Renders, block: Block) -> Detections:
    """``detect``, or what it gave before, from ``folder``."""
    path = folder / f"{block.name:08x}.npz"
    if not path.is_file():
        found = detect(renders, block)
        keep(path, boxes=found.boxes, eyes=found.eyes)
    with np.load(path, allow_pickle=False) as file:
        return Detections(file["boxes"], file["eyes"])
