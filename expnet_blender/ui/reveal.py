# SPDX-License-Identifier: GPL-3.0-or-later
"""Bring the tab to the front when a solve begins or fails to: there its progress is, or what to do."""

from __future__ import annotations

import bpy

from .. import compat

CATEGORY = "ExpNet"
"""Name of the tab."""


TRIES = 40
"""Drawings of Blender's that are awaited: a busy machine may be slow to make the first."""


def soon(context: bpy.types.Context) -> None:
    """``tab``, as often as it takes."""
    if bpy.app.background or tab(context):
        return
    tries = iter(range(TRIES))

    def again() -> float | None:
        with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
            return None if tab(bpy.context) or next(tries, None) is None else 0.05

    bpy.app.timers.register(again)


def tab(context: bpy.types.Context) -> bool:
    """Open the sidebar of the viewport that a video was dropped on, else of the largest, at our tab. False if it has to
    be asked again, since Blender makes a closed sidebar's tabs when it next draws them."""
    areas = [area for area in context.screen.areas if area.type == "VIEW_3D"]
    largest = max(areas, key=lambda area: area.width * area.height, default=None)
    area = context.area if context.area in areas else largest
    if area is None:
        return True
    area.spaces.active.show_region_ui = True
    return compat.open_tab(next(region for region in area.regions if region.type == "UI"), CATEGORY)
