# SPDX-License-Identifier: GPL-3.0-or-later
"""Which character is meant: the one under the cursor, the active one, or the only one."""

from __future__ import annotations

import bpy
from bpy_extras import view3d_utils
from mathutils import Vector

from .target import is_character


def characters(context: bpy.types.Context) -> list[bpy.types.Object]:
    """All visible objects of the view layer that a take can drive."""
    return [obj for obj in context.view_layer.objects if is_character(obj) and obj.visible_get()]


def obvious(context: bpy.types.Context) -> bpy.types.Object | None:
    """The active character, else the only one, else None."""
    if is_character(context.object):
        return context.object
    present = characters(context)
    return present[0] if len(present) == 1 else None


def under_cursor(context: bpy.types.Context, x: int, y: int) -> bpy.types.Object | None:
    """The character at window coordinates, in pixels: what the ray through them hits, or what that belongs to."""
    for area in context.screen.areas:
        if area.type != "VIEW_3D":
            continue
        under = [region for region in area.regions if _holds(region, x, y)]
        # The sidebar lies over the viewport: what is dropped on it is meant for no object behind it.
        if [region.type for region in under] == ["WINDOW"]:
            region, view = under[0], under[0].data
            at = (x - region.x, y - region.y)
            origin = view3d_utils.region_2d_to_origin_3d(region, view, at)
            return on_ray(context, origin, view3d_utils.region_2d_to_vector_3d(region, view, at))
    return None


def _holds(region: bpy.types.Region, x: int, y: int) -> bool:
    return 0 <= x - region.x < region.width and 0 <= y - region.y < region.height


def on_ray(context: bpy.types.Context, origin: Vector, direction: Vector) -> bpy.types.Object | None:
    """The character that a ray hits first, None if it hits nothing or something else."""
    hit, _, _, _, obj, _ = context.scene.ray_cast(context.evaluated_depsgraph_get(), origin, direction)
    return _character_of(obj.original) if hit else None


def _character_of(obj: bpy.types.Object) -> bpy.types.Object | None:
    """The object itself, what it hangs on (hair, glasses), or what hangs on it (a body's separate face)."""
    family, parent = [obj], obj.parent
    while parent is not None:
        family.append(parent)
        parent = parent.parent
    return next((member for member in (*family, *obj.children_recursive) if is_character(member)), None)
