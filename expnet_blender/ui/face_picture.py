# SPDX-License-Identifier: GPL-3.0-or-later
"""The face that is being solved, in the panel: which one it is, and how its box sits.

It lives in a preview collection: an image data-block would be saved with the user's file.
"""

from __future__ import annotations

from typing import Final

import bpy
import bpy.utils.previews
import numpy as np

from ..bridge.protocol import Preview

SIDE: Final = 128
"""Pixels of its sides: Blender draws previews no larger."""

NAME: Final = "face"
FRAME: Final = (1.0, 0.62, 0.2)
"""Colour of the box, sRGB: Blender's own for what is selected."""

_collection: bpy.utils.previews.ImagePreviewCollection | None = None


def show(preview: Preview) -> None:
    """Replace the picture. One whose pixels are not as many as it says is left out."""
    global _collection
    side = preview.size
    if len(preview.pixels) != side * side * 3:
        return
    if _collection is None:
        _collection = bpy.utils.previews.new()
    entry = _collection.get(NAME) or _collection.new(NAME)
    picture = np.full((side, side, 4), 255, np.uint8)
    picture[..., :3] = np.frombuffer(preview.pixels, np.uint8).reshape(side, side, 3)
    _draw_box(picture, preview.box)
    entry.image_size = (side, side)
    entry.image_pixels.foreach_set(picture[::-1].copy().view(np.int32).ravel())  # from the bottom up


def icon() -> int:
    """Blender's id of the picture, 0 while there is none."""
    return 0 if _collection is None else _collection[NAME].icon_id


def clear() -> None:
    """Forget the picture."""
    global _collection
    if _collection is not None:
        bpy.utils.previews.remove(_collection)
        _collection = None


def _draw_box(picture: np.ndarray, box: tuple[float, float, float, float]) -> None:
    """Two pixels wide, cut off at the picture's edge."""
    side = len(picture)
    x0, y0, x1, y1 = (int(round(min(max(value, 1), side - 1))) for value in box)
    colour = np.array([*FRAME, 1.0]) * 255
    picture[y0 - 1 : y0 + 1, x0 - 1 : x1 + 1] = picture[y1 - 1 : y1 + 1, x0 - 1 : x1 + 1] = colour
    picture[y0 - 1 : y1 + 1, x0 - 1 : x0 + 1] = picture[y0 - 1 : y1 + 1, x1 - 1 : x1 + 1] = colour

