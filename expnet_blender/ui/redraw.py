# SPDX-License-Identifier: GPL-3.0-or-later
"""Ask for a new drawing of the sidebars, where the add-on shows what has changed behind Blender's back."""

from __future__ import annotations

import bpy


def panels(context: bpy.types.Context) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()
