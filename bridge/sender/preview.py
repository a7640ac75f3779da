# SPDX-License-Identifier: GPL-3.0-or-later
"""Small pictures of the followed face, for a person who watches the solve."""

from __future__ import annotations

import time
from typing import Final

from ..crop import CropRule, crop_image, crop_transform
from ..protocol import Preview
from .follow import Target
from .video import Frame

_EVERY: Final = 0.2
"""Seconds between two pictures: as often as progress is told."""

_ROOM: Final = 1.9
"""Side of the picture over the longer side of the face's box, so that whose face it is can be seen."""


class Previewer:
    """Makes a picture when one is due. ``side``: its pixels, 0 for none ever."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._next = 0.0

    def look(self, frame: Frame, target: Target) -> Preview | None:
        """The square around ``target``'s box in ``frame``, or None if it is too early."""
        now = time.monotonic()
        if not self._side or now < self._next:
            return None
        self._next = now + _EVERY
        matrix = crop_transform(target.box, None, CropRule("level", _ROOM, self._side))
        corners = target.box.reshape(2, 2) @ matrix[:, :2].T + matrix[:, 2]
        x0, y0, x1, y1 = corners.ravel().tolist()
        pixels = crop_image(frame.bgr, matrix, self._side)
        return Preview(frame.index, self._side, pixels.tobytes(), (x0, y0, x1, y1))
