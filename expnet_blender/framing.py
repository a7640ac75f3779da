# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the viewport to what has come into the scene, clear of the sidebar that lies over it."""

from __future__ import annotations

from typing import Final

import bpy
import numpy as np
from mathutils import Quaternion, Vector

FRONT: Final = Quaternion((0.7071068, 0.7071068, 0.0, 0.0))
"""Rotation of a viewport that looks along +Y, into the face of a character."""

SENSOR: Final = 72.0
"""Millimetres of a viewport's longer side: what it shows, over the distance, is this over the lens."""

MARGIN: Final = 1.25
"""Room around what is framed."""


def face(context: bpy.types.Context, obj: bpy.types.Object) -> None:
    """Look into the face of ``obj``."""
    _frame(context, [obj], FRONT)


def together(context: bpy.types.Context, objects: list[bpy.types.Object]) -> None:
    """Look at all of ``objects`` from the front."""
    _frame(context, objects, FRONT)


def include(context: bpy.types.Context, obj: bpy.types.Object, known: set[int]) -> None:
    """Step back until what has come beside ``obj`` is seen with it, from the front if it has come itself. ``known``:
    session ids of what was there before."""
    new = [other for other in context.scene.objects if other.session_uid not in known and other is not obj]
    if new:
        _frame(context, [obj, *new], None if obj.session_uid in known else FRONT)


def _frame(context: bpy.types.Context, objects: list[bpy.types.Object], rotation: Quaternion | None) -> None:
    """In the largest viewport, unless it looks through a camera."""
    areas = [area for area in context.screen.areas if area.type == "VIEW_3D"]
    area = max(areas, key=lambda area: area.width * area.height, default=None)
    if area is None or area.spaces.active.region_3d.view_perspective == "CAMERA":
        return
    context.view_layer.update()  # where they have just been put
    space = area.spaces.active
    view, region = space.region_3d, next(region for region in area.regions if region.type == "WINDOW")
    if rotation is not None:
        view.view_rotation = rotation
    into = view.view_rotation.to_matrix().inverted()
    corners = np.array([into @ corner for obj in objects for corner in _corners(obj)])
    low, high = corners.min(0), corners.max(0)
    covered = _covered(area, region)
    free = max(region.width - covered, 1)
    longer = max(region.width, region.height)
    # Metres that the longer side shows at the objects' nearest.
    across = MARGIN * max((high[0] - low[0]) * longer / free, (high[1] - low[1]) * longer / region.height)
    view.view_distance = across * space.lens / SENSOR + (high[2] - low[2]) / 2
    aside = Vector((across / longer * covered / 2, 0.0, 0.0))
    view.view_location = view.view_rotation @ (Vector((low + high) / 2) + aside)


def _covered(area: bpy.types.Area, region: bpy.types.Region) -> int:
    """Pixels at the viewport's right that the sidebar lies over."""
    sidebars = [other for other in area.regions if other.type == "UI" and other.width > 1]
    return sum(region.x + region.width - other.x for other in sidebars if region.x < other.x < region.x + region.width)


def _corners(obj: bpy.types.Object) -> list[Vector]:
    """Corners of an object in the world: of its mesh, or of the square that an empty's picture fits into."""
    if obj.type == "EMPTY":
        half = obj.empty_display_size / 2
        return [obj.matrix_world @ Vector((x, y, 0.0)) for x in (-half, half) for y in (-half, half)]
    return [obj.matrix_world @ Vector(corner) for corner in obj.bound_box]

