# SPDX-License-Identifier: GPL-3.0-or-later
"""A new head where it is seen at once: clear of other meshes. Heads are life-size: at the origin of a
new file one would be hidden inside the default cube.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Final

import bpy
import numpy as np
from mathutils import Vector

from .bridge.stepwise import drained
from .errors import Refusal
from .head.asset import load_head
from .head.build import steps

GAP: Final = 0.6
"""Space to what stands beside it, metres: the picture of a wide video fits between."""


def add_head(context: bpy.types.Context) -> bpy.types.Object:
    """The head beside what is in the scene. Raises as ``link_head`` does."""
    return drained(head_steps(context))


def add_beside(context: bpy.types.Context, others: list[bpy.types.Object], gap: float) -> bpy.types.Object:
    """The head ``gap`` metres to the right of ``others``, seen from the front. Raises as ``link_head`` does."""
    obj = link_head(context)
    context.view_layer.update()  # where those are that were put there just now
    last = max(others, key=lambda other: bounds(other)[1][0], default=None)
    wish = context.scene.cursor.location if last is None else last.matrix_world.translation
    obj.location = clear_of_others(context, obj, wish, gap)
    return obj


def head_steps(context: bpy.types.Context) -> Generator[None, None, bpy.types.Object]:
    """``add_head`` in short pieces; nothing is in the scene before the last. Raises ``ReferenceError`` after an undo in
    between, which takes away what no scene has."""
    obj = yield from _built()
    link(context, obj)
    obj.location = clear_of_others(context, obj, context.scene.cursor.location)
    return obj


def link_head(context: bpy.types.Context) -> bpy.types.Object:
    """The head at the origin, selected and active. Raises ``Refusal`` if the extension's files are damaged."""
    return link(context, drained(_built()))


def _built() -> Generator[None, None, bpy.types.Object]:
    try:
        asset = load_head()
        yield
        return (yield from steps(asset))
    except (OSError, ValueError) as error:
        raise Refusal(f"The head of the extension cannot be read ({error}): reinstall the extension.") from None


def link(context: bpy.types.Context, obj: bpy.types.Object) -> bpy.types.Object:
    """A new object at the origin, selected and active."""
    context.collection.objects.link(obj)
    select(context, obj)
    return obj


def select(context: bpy.types.Context, obj: bpy.types.Object) -> None:
    """Make ``obj`` the only selected object and the active one."""
    for other in context.selected_objects:
        other.select_set(False)
    obj.select_set(True)
    context.view_layer.objects.active = obj


def clear_of_others(context: bpy.types.Context, obj: bpy.types.Object, wish: Vector, gap: float = GAP) -> Vector:
    """The place nearest to ``wish`` along +X where the bounds of ``obj`` touch those of no visible mesh."""
    place = wish.copy()
    low, high = bounds(obj)
    boxes = [bounds(other) for other in context.visible_objects if other.type == "MESH" and other is not obj]
    for other_low, other_high in sorted(boxes, key=lambda box: box[0][0]):
        overlaps = np.all(low + place < other_high) and np.all(high + place > other_low)
        if overlaps:
            place.x = other_high[0] - low[0] + gap
    return place


def bounds(obj: bpy.types.Object) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest corner of an object's bounding box in world axes, (3,) each."""
    corners = np.array([obj.matrix_world @ Vector(corner) for corner in obj.bound_box])
    return corners.min(0), corners.max(0)
