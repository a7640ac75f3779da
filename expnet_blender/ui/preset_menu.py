# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets of Refine: those that ship, the user's own, and what to do with them."""

from __future__ import annotations

import bpy

from ..later import presets


class EXPNET_MT_presets(bpy.types.Menu):
    """Refine the take as a preset says."""

    bl_label = "Refine Presets"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        for name in presets.SHIPPED:
            operator = layout.operator("expnet.apply_preset", text=name)
            operator.name, operator.own = name, False
        own = presets.own()
        if own:
            layout.separator()
            for name in own:
                operator = layout.operator("expnet.apply_preset", text=name, icon="USER", translate=False)
                operator.name, operator.own = name, True
        layout.separator()
        layout.operator("expnet.save_preset", text="Save as Preset", icon="ADD")
        if own:
            layout.menu("EXPNET_MT_remove_preset", icon="REMOVE")


class EXPNET_MT_remove_preset(bpy.types.Menu):
    """Delete one of the user's presets."""

    bl_label = "Delete Preset"

    def draw(self, context: bpy.types.Context) -> None:
        for name in presets.own():
            self.layout.operator("expnet.remove_preset", text=name, translate=False).name = name


CLASSES = (EXPNET_MT_presets, EXPNET_MT_remove_preset)
