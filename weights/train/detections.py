# SPDX-License-Identifier: GPL-3.0-or-later
"""What the detector finds on the renders: crops are placed by its boxes, errors included, never by the known pose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bridge.sender.detect import Detector

from . import backgrounds, compose
from .renders import Renders

TRIES = 2
"""Different backgrounds and exposures each render is shown in: the box moves a little between them."""


@dataclass(frozen=True)
class Detections:
    """``boxes`` (n, TRIES, 4) and ``eyes`` (n, TRIES, 2, 2) in pixels of the render; NaN where no face was found."""

    boxes: NDArray[np.float32]
    eyes: NDArray[np.float32]

    @property
    def found(self) -> NDArray[np.bool_]:
        """(n, TRIES)"""
        return np.isfinite(self.boxes[..., 0])


def detect(renders: Renders, seed: int, report: Callable[[int], None]) -> Detections:
    """Run the detector on plain composites of the renders."""
    detector = Detector()
    boxes, eyes = [], []
    for i in range(len(renders)):
        for attempt in range(TRIES):
            rng = np.random.default_rng((seed, i, attempt))
            picture = compose.plain(rng, renders[i], backgrounds.draw(rng, renders.split))
            faces = detector.detect(np.ascontiguousarray(picture[..., ::-1]))
            if faces:
                face = max(faces, key=lambda f: float(np.prod(f.box[2:] - f.box[:2])))
                boxes.append(face.box)
                eyes.append(face.points[:2])
            else:
                boxes.append(np.full(4, np.nan))
                eyes.append(np.full((2, 2), np.nan))
        report(i + 1)
    shape = (-1, TRIES)
    return Detections(np.array(boxes, np.float32).reshape(*shape, 4), np.array(eyes, np.float32).reshape(*shape, 2, 2))


def load(path: Path) -> Detections:
    with np.load(path, allow_pickle=False) as kept:
        return Detections(kept["boxes"], kept["eyes"])


def save(detections: Detections, path: Path) -> None:
    np.savez(path, boxes=detections.boxes, eyes=detections.eyes)
