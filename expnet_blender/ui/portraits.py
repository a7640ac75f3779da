# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the faces of a video, as icons.

They live in a preview collection, made from the bytes that are stored with the clip when a panel first shows them."""

from __future__ import annotations

from typing import Final

import bpy
import bpy.utils.previews

from ..later import faces

MOST: Final = 128
"""Pictures that are kept."""

LARGEST: Final = 256
"""Side of the largest picture, pixels."""

_collection: bpy.utils.previews.ImagePreviewCollection | None = None


def icon(clip: bpy.types.PropertyGroup, number: int) -> int:
    """Blender's id of the picture of a face, 0 where there is none or its bytes are not as many as it says."""
    global _collection
    name = f"{clip.name} {number}"
    if _collection is not None and name in _collection:
        return _collection[name].icon_id
    face = clip.faces[number]
    picture = rgba(face.get(faces.PICTURE), face.side)
    if picture is None:
        return 0
    if _collection is None or len(_collection) >= MOST:
        unregister()
        _collection = bpy.utils.previews.new()
    entry = _collection.new(name)
    entry.image_size = (face.side, face.side)
    entry.image_pixels.foreach_set(memoryview(picture).cast("i"))
    return entry.icon_id


def rgba(pixels: object, side: int) -> bytes | None:
    """A stored picture as Blender takes it, from the bottom up; None for what is no picture of this size."""
    if not isinstance(pixels, bytes) or not 0 < side <= LARGEST or len(pixels) != side * side * 3:
        return None
    picture = bytearray(b"\xff" * (side * side * 4))
    for channel in range(3):
        picture[channel::4] = pixels[channel::3]
    row = side * 4
    return b"".join(picture[start : start + row] for start in range((side - 1) * row, -1, -row))


def unregister() -> None:
    """Forget all pictures."""
    global _collection
    if _collection is not None:
        bpy.utils.previews.remove(_collection)
        _collection = None
