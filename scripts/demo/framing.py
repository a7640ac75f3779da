# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a given video demo.mp4 shows: the face, close enough to be compared with the head beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from bridge.take import Take

_ROOM: Final = 2.0
"""Side of the part that is shown, in sizes of the face's whole path."""
_ENOUGH: Final = 0.8
"""A part as large as this share of the picture is not worth cutting out."""


@dataclass(frozen=True)
class Window:
    """A square of a source: its upper left corner and ``side``, in a picture of ``width`` x ``height`` pixels."""

    left: float
    top: float
    side: float
    width: float
    height: float


def around_face(take: Take) -> Window | None:
    """A square within the video that holds the face wherever it goes, or None if all of the video is to be shown."""
    width, height = float(take.meta["width"]), float(take.meta["height"])
    boxes = take.box[take.found].astype(float)
    low, high = np.quantile(boxes[:, :2], 0.02, axis=0), np.quantile(boxes[:, 2:], 0.98, axis=0)
    side = _ROOM * float((high - low).max())
    if side >= _ENOUGH * min(width, height):
        return None
    x, y = (low + high) / 2.0 - side / 2.0
    return Window(float(np.clip(x, 0.0, width - side)), float(np.clip(y, 0.0, height - side)), side, width, height)
