# SPDX-License-Identifier: GPL-3.0-or-later
"""The video's picture beside the character: an image empty, which viewports show and renders do not.

Blender plays a movie frame for frame. Where video and scene differ in rate, a stepped curve on the frame offset
shows at each scene frame the picture of that moment, as the keys do. Blender counts the picture without waiting for
that curve (its dependency graph has no relation between them): where the offset changes, playback may be one picture
off for one frame.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import bpy
import numpy as np
from mathutils import Matrix, Vector
from numpy.typing import NDArray

from .. import compat
from ..animation import keys
from .sound import MARK

GAP: Final = 0.15
"""Space between character and picture, in widths of the character."""

OFFSET: Final = "image_user.frame_offset"


def place(context: bpy.types.Context, obj: bpy.types.Object, path: str, start: int) -> bpy.types.Object:
    """The image empty that shows the video from scene frame ``start`` on."""
    scene = context.scene
    rate, frames, (width, height) = _facts(path)
    empty = next((other for other in scene.objects if other.type == "EMPTY" and other.get(MARK) == path), None)
    if empty is None:
        empty = bpy.data.objects.new(Path(path).name, None)
        empty[MARK] = path
        empty.empty_display_type = "IMAGE"
        empty.data = bpy.data.images.load(path, check_existing=True)
        context.collection.objects.link(empty)
        _stand_beside(empty, obj, width, height)
    fps = scene.render.fps / scene.render.fps_base
    shown = max(1, math.ceil(frames * fps / rate))
    user = empty.image_user
    user.frame_start, user.frame_duration, user.frame_offset = start, shown, 0
    user.use_auto_refresh, user.use_cyclic = True, False
    _retime(empty, start, offsets(shown, frames, rate, fps))
    return empty


def offsets(shown: int, frames: int, rate: float, fps: float) -> NDArray[np.int64]:
    """(shown,) how far the picture of each scene frame lies from the one that frame-for-frame playback would show."""
    scene = np.arange(shown)
    return np.minimum(np.floor(scene * (rate / fps) + 1e-3), frames - 1).astype(np.int64) - scene


def _facts(path: str) -> tuple[float, int, tuple[int, int]]:
    """Rate, frames and size as Blender itself reads them; a clip tells without decoding."""
    known = set(bpy.data.movieclips)
    clip = bpy.data.movieclips.load(path)
    try:
        return clip.fps or 24.0, max(1, clip.frame_duration), (clip.size[0] or 16, clip.size[1] or 9)
    finally:
        if clip not in known:
            bpy.data.movieclips.remove(clip)


def _stand_beside(empty: bpy.types.Object, obj: bpy.types.Object, width: int, height: int) -> None:
    """As tall as the character's mesh, upright, facing as it faces, at the viewer's left of it."""
    corners = [Vector(corner) for corner in obj.bound_box]
    low, high = (Vector(map(pick, zip(*corners, strict=True))) for pick in (min, max))
    size = high - low
    tall = size.z or 1.0
    wide = tall * width / height
    centre = Vector((low.x - GAP * size.x - wide / 2.0, (low.y + high.y) / 2.0, (low.z + high.z) / 2.0))
    empty.empty_display_size = max(tall, wide)
    empty.matrix_world = obj.matrix_world @ Matrix.Translation(centre) @ Matrix.Rotation(math.pi / 2.0, 4, "X")


def _retime(empty: bpy.types.Object, start: int, offset: NDArray[np.int64]) -> None:
    curves = compat.fcurves(empty)
    old = None if curves is None else curves.find(OFFSET)
    if old is not None:
        curves.remove(old)
    changes = np.flatnonzero(np.diff(offset, prepend=offset[0] - 1))
    if len(changes) < 2:
        empty.image_user.frame_offset = int(offset[0])
        return
    action = compat.assign_action(empty, f"{empty.name} Timing")
    curve = compat.ensure_fcurve(action, empty, OFFSET, 0)
    compat.assign(empty, action)
    keys.write(curve, keys.stepped(changes + start, offset[changes]))
