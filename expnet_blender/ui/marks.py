# SPDX-License-Identifier: GPL-3.0-or-later
"""A narrow band at the foot of timeline, dope sheet and graph editor: where the active take's video shows no face, and
where it shows one badly."""

from __future__ import annotations

import sys
import traceback
from typing import Final

import bpy

from ..later import bands, takes

HEIGHT: Final = 5
"""Pixels at a scale of 1."""

_handles: list[tuple[type[bpy.types.Space], object]] = []


def register() -> None:
    if bpy.app.background:  # nothing is ever drawn, and a handler that is left crashes Blender's module at its end
        return
    for space in (bpy.types.SpaceDopeSheetEditor, bpy.types.SpaceGraphEditor):
        _handles.append((space, space.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL")))


def unregister() -> None:
    while _handles:
        space, handle = _handles.pop()
        space.draw_handler_remove(handle, "WINDOW")


def _draw() -> None:
    """Blender calls this at every drawing: a fault of ours must not fill the console, nor cost more than the band."""
    try:
        context = bpy.context
        obj = context.view_layer.objects.active
        if obj is not None and obj.type == "MESH" and obj.expnet.takes:
            item = takes.active(obj)
            if item is not None and item.applied and not item.mute:
                bands.draw(context, item, HEIGHT * context.preferences.system.ui_scale)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        unregister()
