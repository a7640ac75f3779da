# SPDX-License-Identifier: GPL-3.0-or-later
"""What else can be done with a take, beside its list."""

from __future__ import annotations

import bpy

from ..later import picking, takes


class EXPNET_MT_take(bpy.types.Menu):
    """More on the take."""

    bl_label = "Face Take"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        item = takes.active(picking.obvious(context))
        layout.operator("expnet.duplicate_take", text="Duplicate", icon="DUPLICATE")
        layout.operator("expnet.resolve_take", text="Solve Again", icon="FILE_REFRESH")
        layout.operator("expnet.relink_video", text="Relink Video", icon="FILE_MOVIE")
        layout.separator()
        if item is not None and item.nla:
            layout.operator("expnet.pull_take", text="Take out of NLA", icon="NLA")
        else:
            layout.operator("expnet.push_take", text="Push to NLA", icon="NLA")
        layout.separator()
        layout.operator("expnet.set_range", text="Set Scene Range", icon="PREVIEW_RANGE").preview = False
        layout.operator("expnet.set_range", text="Set Preview Range", icon="TIME").preview = True


CLASSES = (EXPNET_MT_take,)
