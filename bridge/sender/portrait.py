# SPDX-License-Identifier: GPL-3.0-or-later
"""One picture of each person, at the best moment so far, by which they are told apart."""

from __future__ import annotations

from typing import Final

import numpy as np

from ..crop import CropRule, crop_image, crop_transform
from ..protocol import Portrait
from .follow import Target
from .video import Frame

_BETTER: Final = 1.25
"""How much better a moment must be than the one of the last picture: a face that comes nearer is not drawn at each
step."""

_ROOM: Final = 1.5
"""Side of the picture over the longer side of the face's box: all of the head."""

_ENOUGH: Final = 160.0
"""Size of a face, pixels, above which a larger one makes no better picture."""


class Portraits:
    """Makes a picture where one is better than before. ``side``: its pixels, 0 for none ever."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._best: dict[int, float] = {}

    def look(self, frame: Frame, target: Target) -> Portrait | None:
        """The square around ``target`` in ``frame``, if this is a better moment of that person."""
        if not self._side or (merit := _merit(target)) < self._best.get(target.id, 0.0) * _BETTER:
            return None
        self._best[target.id] = merit
        matrix = crop_transform(target.box, None, CropRule("level", _ROOM, self._side))
        pixels = crop_image(frame.bgr, matrix, self._side)
        return Portrait(target.id, frame.index, self._side, pixels.tobytes())


def _merit(target: Target) -> float:
    """Better are a sure, a large and a frontal face: seen from the side, the eyes are close together."""
    side = max(target.box[2] - target.box[0], target.box[3] - target.box[1])
    apart = np.linalg.norm(target.eyes[1] - target.eyes[0]) / side
    return float(target.score * min(side, _ENOUGH) * apart)
